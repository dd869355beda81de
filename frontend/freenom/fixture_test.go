package freenom_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// otherRegistrar is a registrar that uses another frontend.
var otherRegistrar = registry.Actor{Registrar: "other-names", Roles: []registry.Role{registry.RoleSuper}}

// newFixture returns Freenom's storefront with three accounts, alice and bob with
// 2,000.00 and carol with 5.00, and the registrar other-names, which has a.example with the
// hosts ns1 to ns3.a.example. In stories, {{alice}}
// stands for her credentials. The verb "other" runs a command for other-names: "buy
// NAME", "ask NAME AUTHCODE", "approve NAME", "refuse NAME" or "lock NAME".
func newFixture(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, tk.Policy("tk", tk.DefaultPrices()), tk.Policy("ml", tk.DefaultPrices()), fr.Policy(fr.DefaultPrices()),
		generic.Policy("example", generic.DefaultPrices()), ee.Policy(ee.DefaultPrices(), []byte("key")))
	w.AddRegistrar("freenom")
	w.AddRegistrar("other-names")
	for _, p := range []struct {
		login string
		cents int64
	}{{"alice", 2_000_00}, {"bob", 2_000_00}, {"carol", 5_00}} {
		u := w.AddAccount("freenom", p.login, p.cents)
		w.Vars[p.login] = url.Values{"email": {u.Login}, "password": {w.Vars[p.login+".password"]}}.Encode()
	}
	w.Handler = rest.Handler(&freenom.Dialect, w.Runner)
	holder := story.Do(w, otherRegistrar, contact.CreateContact{Prefix: "ON", Contact: registry.Contact{
		Postal: registry.Postal{Name: "Dora Example", Street: []string{"2 Example Street"}, City: "Exampleton", PostalCode: "12345", Country: "FR"},
		Voice:  "+33.123456789", Email: "dora@b.example",
	}}).Contact.ID
	story.Do(w, otherRegistrar, object.CreateDomain{Name: "a.example", Registrant: holder})
	for _, n := range []string{"ns1.a.example", "ns2.a.example", "ns3.a.example"} {
		story.Do(w, otherRegistrar, host.CreateHost{Name: n, Addrs: []string{"198.41.0.22"}})
	}
	w.Verbs = map[string]story.Verb{
		"other": func(s *story.State, args string) (string, error) {
			words := strings.Fields(args)
			switch verb, n := words[0], words[1]; verb {
			case "buy":
				s.Vars["authcode."+n] = story.Do(w, otherRegistrar, object.CreateDomain{Name: n, Registrant: holder}).AuthInfo
			case "ask":
				story.Do(w, otherRegistrar, transfer.RequestTransfer{Name: n, AuthInfo: words[2]})
			case "approve":
				story.Do(w, otherRegistrar, transfer.ApproveTransfer{Name: n})
			case "refuse":
				story.Do(w, otherRegistrar, transfer.RejectTransfer{Name: n})
			case "lock":
				lock := []registry.StatusEntry{{Status: registry.ClientTransferProhibited}}
				story.Do(w, otherRegistrar, object.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Add: lock}})
			default:
				return "", fmt.Errorf("unknown verb of other-names: %s", verb)
			}
			return "", nil
		},
	}
	return w
}

func TestStories(t *testing.T) { story.Run(t, "testdata", newFixture) }
