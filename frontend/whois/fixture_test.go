package whois_test

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

var best = registry.Actor{Registrar: "best", Roles: []registry.Role{registry.RoleSuper}}

// newFixture returns a world with domains of persons and of organisations, and with
// a shielded one.
func newWorld(t testing.TB, st store.Store) (*story.Fixture, *whois.Server) {
	w := story.NewFixture(t, st,
		generic.Policy("example", generic.DefaultPrices()), it.Policy(it.DefaultPrices()),
		ee.Policy(ee.DefaultPrices(), []byte("key")), tk.Policy("tk", tk.DefaultPrices()), fr.Policy(fr.DefaultPrices()))
	story.Do(w, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
		ID: "best", Name: "Best Names", Currency: "EUR", IANA: 9995, Email: "abuse@best.example", Voice: "+372.6000000", Website: "https://www.best.example",
		Address: registry.Postal{Street: []string{"Näidise 2"}, City: "Tallinn", PostalCode: "10001", Country: "EE"},
	}})
	story.Do(w, story.Operator, ledger.Deposit{Registrar: "best", Amount: money.EUR(100_000_00)})
	yes, no := true, false
	createContact := func(id registry.ContactID, name, org string, edit func(*registry.Contact)) {
		c := registry.Contact{
			ID: id, Email: string(id) + "@c.example", Voice: "+39.0212345678",
			Postal: registry.Postal{Name: name, Org: org, Street: []string{"Via Esempio 1", "Scala B"}, City: "Milano", State: "MI", PostalCode: "20100", Country: "IT"},
		}
		if edit != nil {
			edit(&c)
		}
		story.Do(w, best, contact.CreateContact{Contact: c})
	}
	italian := func(consent *bool) func(*registry.Contact) {
		return func(c *registry.Contact) {
			c.Ext, c.Disclosure.Consent = registry.Extension{"entitytype": "1", "nationality": "IT", "regcode": "RSSMRA80A01F205X"}, consent
		}
	}
	createContact("person", "Alice Private", "", nil)
	createContact("org", "Desk of Example", "Example Works", func(c *registry.Contact) {
		c.Ident = registry.Ident{Code: "10000001", Type: registry.IdentOrg, Country: "EE"}
	})
	createContact("open", "Olga Open", "", func(c *registry.Contact) {
		c.Ident = registry.Ident{Code: "1980-01-08", Type: registry.IdentBirthday, Country: "EE"}
		c.Disclosure.Publish = []string{"name", "email"}
	})
	createContact("consenting", "Carla Consente", "", italian(&yes))
	createContact("silent", "Silvia Tace", "", italian(&no))

	ids := func(all ...registry.ContactID) []registry.ContactID { return all }
	create := func(c object.CreateDomain) { story.Do(w, best, c) }
	ns := []object.NS{{Host: "ns1.a.example"}, {Host: "ns2.b.test"}}
	create(object.CreateDomain{Name: "a.example", Registrant: "org", Tech: ids("person")})
	story.Do(w, best, host.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1", "2001:db8::1"}})
	story.Do(w, best, host.CreateHost{Name: "ns2.b.test"})
	create(object.CreateDomain{
		Name: "person.example", Registrant: "person", Tech: ids("org"), Nameservers: ns,
		DNSSEC: registry.DNSSEC{DS: []registry.DS{{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: "49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE49FD46E6C4B45C55D4AC69CB"}}},
	})
	create(object.CreateDomain{Name: "café.example", Registrant: "org", Nameservers: ns, Statuses: []registry.StatusEntry{{Status: registry.ClientHold}}})
	create(object.CreateDomain{Name: "shielded.tk", Registrant: "person", Admin: ids("org"), Nameservers: ns, Shield: true})
	create(object.CreateDomain{
		Name: "person.ee", Registrant: "person", Tech: ids("open"),
		Nameservers: []object.NS{{Host: "ns1.person.ee", Addrs: []string{"192.0.2.2"}}, {Host: "ns2.b.test"}},
		DNSSEC:      registry.DNSSEC{Keys: []registry.Key{{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="}}},
	})
	create(object.CreateDomain{Name: "org.ee", Registrant: "org", Admin: ids("open")})
	create(object.CreateDomain{Name: "consent.it", Registrant: "consenting", Admin: ids("consenting"), Tech: ids("consenting"), Nameservers: []object.NS{{Host: "ns1.person.ee"}, {Host: "ns2.b.test"}}})
	create(object.CreateDomain{Name: "silent.it", Registrant: "silent", Admin: ids("silent"), Tech: ids("silent"), Nameservers: []object.NS{{Host: "ns1.person.ee"}, {Host: "ns2.b.test"}}})
	create(object.CreateDomain{Name: "person.fr", Registrant: "person", Admin: ids("person"), Tech: ids("org"), Nameservers: ns})
	create(object.CreateDomain{
		Name: "org.fr", Registrant: "org", Tech: ids("org"),
		DNSSEC: registry.DNSSEC{DS: []registry.DS{{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: "49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE49FD46E6C4B45C55D4AC69CB"}}},
	})
	create(object.CreateDomain{Name: "whole.example", Registrant: "person", Admin: ids("org"), Tech: ids("org"), Nameservers: ns})
	return w, &whois.Server{Lookup: lookup.Reader{Store: w.Store, Policies: w.Policies, Now: w.Now}, WallClock: time.Now}
}

// fixture is a story.Fixture with a WHOIS server that listens on addr.
type fixture struct {
	*story.Fixture
	*whois.Server
	addr string
	t    testing.TB
	stop func() // shuts the server down and waits for Serve to return
}

func start(t testing.TB, st store.Store, configure func(*whois.Server)) *fixture {
	t.Helper()
	w, f := newWorld(t, st)
	if configure != nil {
		configure(f)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx, l) }()
	s := &fixture{Fixture: w, Server: f, addr: l.Addr().String(), t: t}
	s.stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		done <- nil
		l.Close()
	}
	t.Cleanup(s.stop)
	return s
}

func startSQLite(t testing.TB, configure func(*whois.Server)) *fixture {
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return start(t, st, configure)
}

// send sends octets on a new connection and returns the answer.
func (s *fixture) send(octets string) string {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	go io.WriteString(conn, octets) // the server may not read all of it
	b, err := io.ReadAll(conn)
	if err != nil {
		s.t.Fatalf("%.40q: %v after %q", octets, err, b)
	}
	return string(b)
}
