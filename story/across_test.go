package story_test

import (
	"encoding/base64"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// TestAcrossFrontends changes objects by one frontend and looks at them by others.
func TestAcrossFrontends(t *testing.T) { story.Run(t, "testdata/across", newAcrossFixture) }

// newAcrossFixture returns a registry of .ee, .fr, .it and .tk with every frontend.
//
// The storefronts have one account each, with 2,000.00: kifdom has alice, whose password
// is {{alice.password}}; altravia has bob, whose HTTP Basic credentials are {{bob.key}};
// freenom has carol, whose credentials as parameters are {{carol}}. The registrars
// best-names and other-names have a user each, whose HTTP Basic credentials are
// {{best-names}} and {{other-names}}. The registrants' portal is trusted.
//
// Beside "whois" there are the verbs "epp REGISTRAR COMMAND", which sends a command in
// a session of the registrar, "dig NAME TYPE", which queries the DNS server once it has
// every change, "list TLD NAME,CLASS,CREATE,RENEW,RESTORE", by which an operator loads a
// line of a list, and "release NAME".
func newAcrossFixture(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, ee.Policy(ee.DefaultPrices(), []byte("key")), fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()),
		tk.Policy("tk", tk.DefaultPrices()))
	w.LoadNames("ee")
	w.Rand = rand.NewChaCha8([32]byte{1}) // for reproducible codes and identifiers
	for _, a := range []struct {
		storefront registry.RegistrarID
		id         string
	}{{"kifdom", "alice"}, {"altravia", "bob"}, {"freenom", "carol"}} {
		w.AddRegistrar(a.storefront)
		u := w.AddAccount(a.storefront, a.id, 2_000_00)
		password := w.Vars[a.id+".password"]
		w.Vars[a.id+".key"] = base64.StdEncoding.EncodeToString([]byte(u.Login + ":" + password))
		w.Vars[a.id] = url.Values{"email": {u.Login}, "password": {password}}.Encode()
	}
	var err error
	if w.Authority, err = authority.NewAuthority("Story CA", story.StartTime); err != nil {
		t.Fatal(err)
	}
	s := serve(t, w)
	sessions := newEPPSessions(t, w, s.Addr(environment, "epp"))
	for _, r := range []registry.RegistrarID{"best-names", "other-names"} {
		w.AddRegistrar(r)
		password := string(r) + " pw1"
		secret, err := w.HashPassword(password)
		if err != nil {
			t.Fatal(err)
		}
		story.Do(w, story.Operator, access.CreateUser{PasswordHash: secret, User: registry.User{
			Realm: access.RegistrarRealm, Login: string(r), Registrar: r, Roles: []registry.Role{registry.RoleSuper},
			Fingerprints: []string{sessions.addCertificate(string(r), password)},
		}})
		w.Vars[string(r)] = base64.StdEncoding.EncodeToString([]byte(string(r) + ":" + password))
	}
	address := s.Addr(environment, "whois")
	w.Verbs = map[string]story.Verb{
		"whois": func(_ *story.State, args string) (string, error) { return queryWHOIS(address, args) },
		"epp":   sessions.command,
		"list":  func(_ *story.State, args string) (string, error) { return "", list(w, args) },
		"release": func(_ *story.State, n string) (string, error) {
			story.Do(w, story.Operator, operator.ReleaseName{Name: n})
			return "", nil
		},
		"dig": func(_ *story.State, args string) (string, error) { return dig(t.Context(), s, args) },
	}
	return w
}

// list loads a line of a list: "fr gold,premium,500.00/425.00,100.00/85.00,".
func list(w *story.Fixture, args string) error {
	tld, text, _ := strings.Cut(args, " ")
	var lines []namelist.Line
	for line, err := range namelist.ReadCSV(strings.NewReader("name,class,create,renew,restore\n"+text), name.Name(tld)) {
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if refused := story.Do(w, story.Operator, operator.LoadNames{Lines: lines}); len(refused) > 0 {
		return refused[0].Fault
	}
	return nil
}
