package story_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
)

// TestPublicLookups registers domains by KifDom's API and looks them up.
func TestPublicLookups(t *testing.T) { story.Run(t, "testdata/public", newPublicFixture) }

// newPublicFixture adds three verbs to newFixture: "whois" queries
// the WHOIS server over TCP and leaves out comments and empty lines; "hold" and
// "unhold" set and remove clientHold as the storefront's registrar.
func newPublicFixture(t testing.TB, st store.Store) *story.Fixture {
	w := newStorefront(t, st)
	address := serve(t, w).Addr(environment, "whois")
	w.Verbs = map[string]story.Verb{
		"whois": func(_ *story.State, args string) (string, error) { return queryWHOIS(address, args) },
		"hold": func(_ *story.State, args string) (string, error) {
			return "", setHold(w, args, func(s registry.StatusEntry) command.Edit[registry.StatusEntry] {
				return command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{s}}
			})
		},
		"unhold": func(_ *story.State, args string) (string, error) {
			return "", setHold(w, args, func(s registry.StatusEntry) command.Edit[registry.StatusEntry] {
				return command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{s}}
			})
		},
	}
	return w
}

func setHold(w *story.Fixture, name string, edit func(registry.StatusEntry) command.Edit[registry.StatusEntry]) error {
	by := registry.Actor{Registrar: "kifdom", Roles: []registry.Role{registry.RoleSuper}}
	_, err := command.Do(context.Background(), w.Runner, by, object.UpdateDomain{Name: name, Statuses: edit(registry.StatusEntry{Status: registry.ClientHold})})
	return err
}

// queryWHOIS returns the response to a query without comments and empty lines.
func queryWHOIS(address, query string) (string, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "%s\r\n", query); err != nil {
		return "", err
	}
	b, err := io.ReadAll(conn)
	if err != nil {
		return "", err
	}
	var lines []string
	for line := range strings.SplitSeq(string(b), "\r\n") {
		if line != "" && (line[0] != '%' || line == "%% NOT FOUND") { // without comments; .fr answers by one
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), nil
}
