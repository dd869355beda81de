package registrant_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	registrants "github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
)

// best and other are registrars' users.
var (
	best  = registry.Actor{Registrar: "best-names", User: "u-best", Roles: []registry.Role{registry.RoleSuper}}
	other = registry.Actor{Registrar: "other-names", User: "u-other", Roles: []registry.Role{registry.RoleSuper}}
)

// newFixture returns a registry of .ee. Mari is the registrant of domain0.ee, an
// administrative contact of private.ee and a technical contact of airport.ee; she
// is also an administrative contact of museum.ee, whose registrant is a company,
// as is that of depot.ee. other-names sponsors gallery.ee, whose registrant is
// the same company, and library.ee, whose registrant is Liis.
//
// Stories have additional verbs for best-names: "setregistrant NAME HANDLE" (and
// other name servers), "addns NAME HOST", "sign NAME KEY", "renew NAME", "delete
// NAME", "poll" (all messages); and for the operator: "force NAME KIND",
// "cancelforce NAME", "logout LOGIN".
func newWorld(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, ee.Policy(ee.DefaultPrices(), []byte("key")))
	for _, by := range []registry.Actor{best, other} {
		w.AddRegistrar(by.Registrar)
		story.Do(w, story.Operator, access.CreateUser{PasswordHash: "!", User: registry.User{
			ID: by.User, Realm: access.RegistrarRealm, Login: string(by.Registrar), Registrar: by.Registrar, Roles: by.Roles,
		}})
	}
	person, org := registry.IdentPerson, registry.IdentOrg
	for _, p := range []struct {
		by                 registry.Actor
		id                 registry.ContactID
		name, email, ident string
		typ                registry.IdentType
	}{
		{best, "mari", "Mari Maasikas", "mari@a.example", "37605030299", person},
		{best, "juhan", "Juhan Näidis", "juhan@a.example", "60001010157", person},
		{best, "airport", "Näidise Lennujaam", "airport@a.example", "10000001", org},
		{best, "museum", "Näidise Muuseum", "museum@a.example", "10000003", org},
		{best, "heir", "Liis Näidis", "liis@a.example", "60001010030", person},
		{best, "heir-2", "Liis Näidis", "liis@a.example", "60001010030", person},
		{other, "liis", "Liis Näidis", "liis@b.example", "60001010030", person},
		{other, "museum-2", "Näidise Muuseum", "museum@b.example", "10000003", org},
	} {
		c := registry.Contact{ID: p.id, Email: p.email, Voice: "+372.5000000", Ident: registry.Ident{Code: p.ident, Type: p.typ, Country: "EE"},
			Postal: registry.Postal{Name: p.name, Street: []string{"Näidise 1"}, City: "Tallinn", PostalCode: "10000", Country: "EE"}}
		if p.typ == org {
			c.Postal.Org = p.name
		}
		w.Vars[string(p.id)+".id"] = story.Do(w, p.by, contact.CreateContact{Contact: c, AuthInfo: "code of " + string(p.id)}).Contact.UUID
	}
	ids := func(text string) (list []registry.ContactID) {
		for id := range strings.FieldsSeq(text) {
			list = append(list, registry.ContactID(id))
		}
		return list
	}
	for _, n := range []struct {
		by                registry.Actor
		name, holder      string
		admin, tech, code string
	}{
		{best, "domain0.ee", "mari", "juhan", "juhan", "98oiewslkfkd"},
		{best, "private.ee", "juhan", "mari", "juhan", "code of private"},
		{best, "airport.ee", "airport", "juhan", "mari", "code of airport"},
		{best, "museum.ee", "museum", "mari", "juhan", "code of museum"},
		{best, "depot.ee", "museum", "juhan", "", "code of depot"},
		{other, "gallery.ee", "museum-2", "liis", "", "code of gallery"},
		{other, "library.ee", "liis", "", "", "code of library"},
	} {
		d := story.Do(w, n.by, object.CreateDomain{
			Name: n.name, Registrant: registry.ContactID(n.holder), Admin: ids(n.admin), Tech: ids(n.tech), AuthInfo: n.code,
			Nameservers: []object.NS{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}},
		}).Domain
		w.Vars[strings.TrimSuffix(n.name, ".ee")] = d.UUID
	}
	portal := registrant.Dialect
	portal.Trusted = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
	w.Handler = rest.Handler(&portal, w.Runner)
	w.Verbs = verbs
	return w
}

func TestStories(t *testing.T) { story.Run(t, "testdata", newWorld) }

// verbs are the additional story verbs; see newFixture.
var verbs = map[string]story.Verb{
	"setregistrant": updateVerb(func(u *object.UpdateDomain, to string) {
		id := registry.ContactID(to)
		u.Registrant, u.Nameservers = &id, &[]object.NS{{Host: "ns3.b.example"}, {Host: "ns4.b.example"}}
	}),
	"addns": updateVerb(func(u *object.UpdateDomain, ns string) { u.AddNS = []object.NS{{Host: ns}} }),
	"sign": updateVerb(func(u *object.UpdateDomain, key string) {
		u.Keys.Add = []registry.Key{{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: key}}
	}),
	"renew": func(s *story.State, n string) (string, error) {
		renewed, err := command.Do(context.Background(), s.Runner, best, object.RenewDomain{Name: n, Term: registry.Years(1)})
		return describe(renewed.Domain, err)
	},
	"delete": func(s *story.State, n string) (string, error) {
		return describe(command.Do(context.Background(), s.Runner, best, object.DeleteDomain{Name: n}))
	},
	"force": func(s *story.State, args string) (string, error) {
		n, kind, _ := strings.Cut(args, " ")
		return describe(command.Do(context.Background(), s.Runner, story.Operator, object.ForceDelete{Name: n, Kind: registry.ForceKind(kind)}))
	},
	"cancelforce": func(s *story.State, n string) (string, error) {
		return describe(command.Do(context.Background(), s.Runner, story.Operator, object.CancelForceDelete{Name: n}))
	},
	"poll": func(s *story.State, _ string) (string, error) {
		var texts []string
		for {
			next, err := command.Ask(context.Background(), s.Runner, best, registrar.NextMessage{})
			if errors.Is(err, registry.ErrNoMessage) {
				return strings.Join(texts, "\n"), nil
			} else if err != nil {
				return "", err
			}
			texts = append(texts, string(next.Message.Verb)+": "+next.Message.Text)
			if _, err := command.Do(context.Background(), s.Runner, best, registrar.AckMessage{ID: next.Message.ID}); err != nil {
				return "", err
			}
		}
	},
	"logout": func(s *story.State, login string) (string, error) {
		n, err := command.Do(context.Background(), s.Runner, story.Operator, registrants.EndSessions{Realm: access.RegistrantRealm, Login: login})
		return fmt.Sprint(n), err
	},
}

// updateVerb returns a verb "VERB NAME ARG" with which best-names updates a
// domain.
func updateVerb(change func(u *object.UpdateDomain, arg string)) story.Verb {
	return func(s *story.State, args string) (string, error) {
		n, arg, _ := strings.Cut(args, " ")
		u := object.UpdateDomain{Name: n}
		change(&u, arg)
		updated, err := command.Do(context.Background(), s.Runner, best, u)
		return describe(updated.Domain, err)
	}
}

// describe returns a domain, or the fault, in one line.
func describe(d registry.Domain, err error) (string, error) {
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return fmt.Sprintf("%d %v", fault.Code, fault), nil
	}
	if err != nil {
		return "", err
	}
	code := 1000
	if d.Pending != nil {
		code = 1001
	}
	return fmt.Sprintf("%d %s of %s till %s: %v", code, d.Name, d.Registrant, d.Expires.Format(time.DateOnly), d.AllStatuses()), nil
}
