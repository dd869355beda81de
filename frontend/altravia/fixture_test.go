package altravia_test

import (
	"encoding/base64"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/it"
)

// newFixture returns the storefront with four accounts, alice and bob with 2,000.00,
// carol with 5.00 and dave with 9.99, and the registrar other-names. Requests for a
// Host that begins with "test." go to a sandbox, which has the same accounts. Every
// response is checked against the OpenAPI document.
func newFixture(t testing.TB, st store.Store) *story.Fixture {
	sandboxStore, err := sqlite.Open(filepath.Join(t.TempDir(), "sandbox.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sandboxStore.Close() })
	w, sandbox := environment(t, st, 1), environment(t, sandboxStore, 2)
	test := altravia.Dialect
	test.Host = "test." + test.Host
	production, sandboxed := rest.Handler(&altravia.Dialect, w.Runner), rest.Handler(&test, sandbox.Runner)
	w.Handler = conforming(t, http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		if strings.HasPrefix(req.Host, "test.") {
			sandboxed.ServeHTTP(rw, req)
			return
		}
		production.ServeHTTP(rw, req)
	}))
	for name, value := range sandbox.Vars {
		w.Vars["test."+name] = value
	}
	w.Verbs = map[string]story.Verb{
		"lock":      update(w, "clientTransferProhibited"),
		"unlock":    update(w, ""),
		"protect":   updateContact(w, "clientDeleteProhibited"),
		"unprotect": updateContact(w, ""),
		"sandbox": func(_ *story.State, until string) (string, error) {
			at, err := time.Parse(time.RFC3339, until)
			if err != nil {
				return "", err
			}
			return "", sandbox.AdvanceTo(at)
		},
	}
	return w
}

func environment(t testing.TB, st store.Store, seed byte) *story.Fixture {
	w := story.NewFixture(t, st, it.Policy(it.DefaultPrices()), fr.Policy(fr.DefaultPrices()),
		ee.Policy(ee.DefaultPrices(), []byte("key")))
	w.Rand = rand.NewChaCha8([32]byte{seed}) // makes the recorded examples reproducible
	w.AddRegistrar("altravia")
	w.AddRegistrar("other-names")
	for _, p := range []struct {
		name  string
		cents int64
	}{{"alice", 2_000_00}, {"bob", 2_000_00}, {"carol", 5_00}, {"dave", 9_99}} {
		u := w.AddAccount("altravia", p.name, p.cents)
		w.Vars[p.name+".basic"] = base64.StdEncoding.EncodeToString([]byte(u.Login + ":" + w.Vars[p.name+".password"]))
	}
	return w
}

// update returns a verb with which the registrar sets the one status of a domain, or
// removes all if status is empty.
func update(w *story.Fixture, status registry.Status) story.Verb {
	return func(_ *story.State, name string) (string, error) {
		story.Do(w, registry.Actor{Registrar: "altravia"}, object.UpdateDomain{Name: name, Statuses: only(status)})
		return "", nil
	}
}

// updateContact returns a verb that gives a contact one status, or none.
func updateContact(w *story.Fixture, status registry.Status) story.Verb {
	return func(_ *story.State, handle string) (string, error) {
		story.Do(w, registry.Actor{Registrar: "altravia"}, contact.UpdateContact{ID: registry.ContactID(handle), Statuses: only(status)})
		return "", nil
	}
}

// only returns the change of an object's statuses to one, or to none if it is "".
func only(status registry.Status) command.Edit[registry.StatusEntry] {
	set := []registry.StatusEntry{}
	if status != "" {
		set = append(set, registry.StatusEntry{Status: status})
	}
	return command.Edit[registry.StatusEntry]{Set: &set}
}

func TestStories(t *testing.T) { story.Run(t, "testdata", newFixture) }
