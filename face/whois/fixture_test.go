package whois_test

import (
	"context"
	"io"
	"net"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/whois"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view"
)

var best = registry.Actor{Registrar: "best", Roles: []registry.Role{registry.RoleSuper}}

// newWorld returns a world with names of persons, of organisations, and of one
// behind a shield.
func newWorld(t testing.TB, st store.Store) (*story.World, *whois.Face) {
	w := story.NewWorld(t, st,
		generic.Policy("example", generic.UsualPrices()), it.Policy(it.UsualPrices()),
		ee.Policy(ee.UsualPrices(), []byte("key")), tk.Policy("tk", tk.UsualPrices()))
	story.Do(w, story.Operator, command.CreateRegistrar{Registrar: registry.Registrar{
		ID: "best", Name: "Best Names", Currency: "EUR", IANA: 9995, Email: "abuse@best.example", Voice: "+372.6000000", Website: "https://www.best.example",
		Address: registry.Postal{Street: []string{"Näidise 2"}, City: "Tallinn", PostalCode: "10001", Country: "EE"},
	}})
	story.Do(w, story.Operator, command.Deposit{Registrar: "best", Amount: money.EUR(100_000_00)})
	yes, no := true, false
	make := func(id registry.ContactID, called, org string, also func(*registry.Contact)) {
		c := registry.Contact{
			ID: id, Email: string(id) + "@c.example", Voice: "+39.0212345678",
			Postal: registry.Postal{Name: called, Org: org, Street: []string{"Via Esempio 1", "Scala B"}, City: "Milano", State: "MI", PostalCode: "20100", Country: "IT"},
		}
		if also != nil {
			also(&c)
		}
		story.Do(w, best, command.CreateContact{Contact: c})
	}
	italian := func(consent *bool) func(*registry.Contact) {
		return func(c *registry.Contact) {
			c.EntityType, c.Nationality, c.RegCode, c.Disclosure.Consent = 1, "IT", "RSSMRA80A01F205X", consent
		}
	}
	make("person", "Alice Private", "", nil)
	make("org", "Desk of Example", "Example Works", func(c *registry.Contact) {
		c.Ident = registry.Ident{Code: "10000001", Type: registry.IdentOrg, Country: "EE"}
	})
	make("open", "Olga Open", "", func(c *registry.Contact) {
		c.Ident = registry.Ident{Code: "1980-01-08", Type: registry.IdentBirthday, Country: "EE"}
		c.Disclosure.Publish = []string{"name", "email"}
	})
	make("consenting", "Carla Consente", "", italian(&yes))
	make("silent", "Silvia Tace", "", italian(&no))

	ids := func(all ...registry.ContactID) []registry.ContactID { return all }
	sell := func(c command.CreateDomain) { story.Do(w, best, c) }
	ns := []command.NS{{Host: "ns1.a.example"}, {Host: "ns2.b.test"}}
	sell(command.CreateDomain{Name: "a.example", Registrant: "org", Tech: ids("person")})
	story.Do(w, best, command.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1", "2001:db8::1"}})
	story.Do(w, best, command.CreateHost{Name: "ns2.b.test"})
	sell(command.CreateDomain{
		Name: "person.example", Registrant: "person", Tech: ids("org"), Nameservers: ns,
		DNSSEC: registry.DNSSEC{DS: []registry.DS{{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: "49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE49FD46E6C4B45C55D4AC69CB"}}},
	})
	sell(command.CreateDomain{Name: "café.example", Registrant: "org", Nameservers: ns, Statuses: []registry.SetStatus{{Status: registry.ClientHold}}})
	sell(command.CreateDomain{Name: "shielded.tk", Registrant: "person", Admin: ids("org"), Nameservers: ns, Shield: true})
	sell(command.CreateDomain{
		Name: "person.ee", Registrant: "person", Tech: ids("open"),
		Nameservers: []command.NS{{Host: "ns1.person.ee", Addrs: []string{"192.0.2.2"}}, {Host: "ns2.b.test"}},
		DNSSEC:      registry.DNSSEC{Keys: []registry.Key{{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="}}},
	})
	sell(command.CreateDomain{Name: "org.ee", Registrant: "org", Admin: ids("open")})
	sell(command.CreateDomain{Name: "consent.it", Registrant: "consenting", Nameservers: []command.NS{{Host: "ns1.person.ee"}, {Host: "ns2.b.test"}}})
	sell(command.CreateDomain{Name: "silent.it", Registrant: "silent", Nameservers: []command.NS{{Host: "ns1.person.ee"}, {Host: "ns2.b.test"}}})
	return w, &whois.Face{Lookup: view.Lookup{Store: w.Store, Policies: w.Policies, Now: w.Now}}
}

// A server is a face at an address.
type server struct {
	*story.World
	*whois.Face
	addr string
	t    testing.TB
	stop func() // returns when Serve has
}

func start(t testing.TB, st store.Store, with func(*whois.Face)) *server {
	t.Helper()
	w, f := newWorld(t, st)
	if with != nil {
		with(f)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx, l) }()
	s := &server{World: w, Face: f, addr: l.Addr().String(), t: t}
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

func quick(t testing.TB, with func(*whois.Face)) *server {
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return start(t, st, with)
}

// send sends octets as they are and returns what comes back.
func (s *server) send(octets string) string {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	go io.WriteString(conn, octets) // it may not all be read
	b, err := io.ReadAll(conn)
	if err != nil {
		s.t.Fatalf("%.40q: %v after %q", octets, err, b)
	}
	return string(b)
}
