package storetest

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var searchTests = map[string]func(*testing.T, Database){
	"names are found by pattern, in pages":              searchByPattern,
	"names are found by the addresses of their servers": searchByAddress,
	"a contact is found by its number":                  searchByNumber,
	"contacts are found by name and e-mail address":     searchByText,
	"the links of a host's addresses change with it":    glueFollows,
	"name servers are found with or without a host":     searchServers,
}

var (
	addr1 = netip.MustParseAddr("192.0.2.1")
	addr2 = netip.MustParseAddr("2001:db8::2")
	addr3 = netip.MustParseAddr("192.0.2.3")
)

func delegatedDomain(n name.Name, ns ...registry.Nameserver) registry.Domain {
	return registry.Domain{Name: n, ROID: string(n), Registrar: "alice", Phase: registry.Active, Nameservers: ns}
}

func putDomains(t *testing.T, s store.Store, ds ...registry.Domain) {
	t.Helper()
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() }, ds...)
}

func putHosts(t *testing.T, s store.Store, hs ...registry.Host) {
	t.Helper()
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() }, hs...)
}

// wantNames compares the names of a search's results with want.
func wantNames[V any](t *testing.T, s store.Store, nameOf func(V) name.Name, search func(store.Search) ([]V, error), want ...name.Name) {
	t.Helper()
	var got []name.Name
	view(t, s, func(tx store.Tx) error {
		vs, err := search(tx.Search())
		for _, v := range vs {
			got = append(got, nameOf(v))
		}
		return err
	})
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func searchByText(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() },
		registry.Contact{ID: "c2", Email: "Info@A.example", Postal: registry.Postal{Name: "Ärger Ä"}},
		registry.Contact{ID: "c1", Email: "info@a.example", Postal: registry.Postal{Name: "ärger ä"}},
		registry.Contact{ID: "c3", Email: "info@a.example.test"}, registry.Contact{ID: "c4"})
	find := func(search func(store.Search) ([]registry.Contact, error), want ...registry.ContactID) {
		t.Helper()
		var got []registry.ContactID
		view(t, s, func(tx store.Tx) error {
			all, err := search(tx.Search())
			for _, c := range all {
				got = append(got, c.ID)
			}
			return err
		})
		if !slices.Equal(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
	}
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByName("ÄRGER ä", 5) }, "c1", "c2")
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByName("ärger", 5) })
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByName("", 5) })
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByEmail("INFO@a.example", 1) }, "c1")
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByEmail("INFO@a.example", 5) }, "c1", "c2")
	find(func(q store.Search) ([]registry.Contact, error) { return q.ContactsByEmail("", 5) })
}

func sameName(n name.Name) name.Name { return n }

func searchByPattern(t *testing.T, db Database) {
	s := open(t, db)
	putDomains(t, s, delegatedDomain("alpha.example"), delegatedDomain("alps.example"), delegatedDomain("alps.test"), delegatedDomain("beta.example"), delegatedDomain("al.example"))
	ask := func(p store.Pattern, after name.Name, limit int) func(store.Search) ([]registry.Domain, error) {
		return func(q store.Search) ([]registry.Domain, error) { return q.Domains(p, after, limit) }
	}
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "alp", Suffix: ".example"}, "", 10), "alpha.example", "alps.example")
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "al"}, "", 2), "al.example", "alpha.example")
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "al"}, "alpha.example", 2), "alps.example", "alps.test")
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "alps.ex", Suffix: "s.example"}, "", 2)) // prefix and suffix would overlap
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "gamma"}, "", 2))
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "alp", Suffix: ".nowhere"}, "", 2))
	wantNames(t, s, domainName, ask(store.Pattern{Prefix: "alps.t"}, "", 2), "alps.test")
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() },
		registry.Host{Name: "ns1.alpha.example"}, registry.Host{Name: "ns2.alpha.example"}, registry.Host{Name: "ns1.beta.example"})
	wantNames(t, s, hostName, func(q store.Search) ([]registry.Host, error) {
		return q.Hosts(store.Pattern{Prefix: "ns", Suffix: ".alpha.example"}, "ns1.alpha.example", 5)
	}, "ns2.alpha.example")
}

func searchByAddress(t *testing.T, db Database) {
	s := open(t, db)
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{addr1, addr2}}, registry.Host{Name: "ns2.a.example", Addrs: []netip.Addr{addr2}})
	putDomains(t, s,
		delegatedDomain("a.test", registry.Nameserver{Host: "ns1.a.test", Addrs: []netip.Addr{addr1, addr1}}, registry.Nameserver{Host: "ns2.a.test", Addrs: []netip.Addr{addr3}}),
		delegatedDomain("b.test", registry.Nameserver{Host: "ns1.a.test", Addrs: []netip.Addr{addr1}}))
	hosts := func(a netip.Addr, after name.Name) func(store.Search) ([]registry.Host, error) {
		return func(q store.Search) ([]registry.Host, error) { return q.HostsByAddr(a, after, 5) }
	}
	domains := func(a netip.Addr, after name.Name) func(store.Search) ([]registry.Domain, error) {
		return func(q store.Search) ([]registry.Domain, error) { return q.DomainsByAddr(a, after, 5) }
	}
	wantNames(t, s, hostName, hosts(addr1, ""), "ns1.a.example")
	wantNames(t, s, hostName, hosts(addr2, ""), "ns1.a.example", "ns2.a.example")
	wantNames(t, s, hostName, hosts(addr2, "ns1.a.example"), "ns2.a.example")
	wantNames(t, s, hostName, hosts(addr3, ""))
	wantNames(t, s, domainName, domains(addr1, ""), "a.test", "b.test")
	wantNames(t, s, domainName, domains(addr1, "a.test"), "b.test")
	wantNames(t, s, domainName, domains(addr2, ""))

	putDomains(t, s, delegatedDomain("a.test", registry.Nameserver{Host: "ns2.a.test", Addrs: []netip.Addr{addr3}}))
	wantNames(t, s, domainName, domains(addr1, ""), "b.test")
}

func glueFollows(t *testing.T, db Database) {
	s := open(t, db)
	at := func(a netip.Addr) func(store.Search) ([]registry.Host, error) {
		return func(q store.Search) ([]registry.Host, error) { return q.HostsByAddr(a, "", 5) }
	}
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{addr1}})
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{addr2, addr3}})
	wantNames(t, s, hostName, at(addr1))
	wantNames(t, s, hostName, at(addr3), "ns1.a.example")
	update(t, s, func(tx store.Tx) error {
		if err := tx.Hosts().Put(registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{addr1}}); err != nil {
			return err
		}
		return tx.Hosts().Delete("ns1.a.example")
	})
	for _, a := range []netip.Addr{addr1, addr2, addr3} {
		wantNames(t, s, hostName, at(a))
	}
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{addr1}})
	wantNames(t, s, hostName, at(addr1), "ns1.a.example")
}

func searchServers(t *testing.T, db Database) {
	s := open(t, db)
	putHosts(t, s, registry.Host{Name: "ns1.idle.example"})
	putDomains(t, s,
		delegatedDomain("a.test", registry.Nameserver{Host: "ns1.x.example"}, registry.Nameserver{Host: "ns2.x.example"}),
		delegatedDomain("b.test", registry.Nameserver{Host: "ns1.x.example"}, registry.Nameserver{Host: "other.example"}))
	ask := func(after name.Name, limit int) func(store.Search) ([]name.Name, error) {
		return func(q store.Search) ([]name.Name, error) {
			return q.Nameservers(store.Pattern{Prefix: "ns", Suffix: ".x.example"}, after, limit)
		}
	}
	wantNames(t, s, sameName, ask("", 5), "ns1.x.example", "ns2.x.example")
	wantNames(t, s, sameName, ask("", 1), "ns1.x.example")
	wantNames(t, s, sameName, ask("ns1.x.example", 5), "ns2.x.example")

	var wide registry.Domain
	for i := range 600 {
		wide.Nameservers = append(wide.Nameservers, registry.Nameserver{Host: name.Name(fmt.Sprintf("ns%03d.y.example", i))})
	}
	putDomains(t, s, delegatedDomain("wide.test", wide.Nameservers...))
	view(t, s, func(tx store.Tx) error {
		if n, err := tx.Search().Nameservers(store.Pattern{Prefix: "ns", Suffix: ".z.example"}, "", 5); !errors.Is(err, store.ErrTooBroad) {
			t.Errorf("among 600 others: %v, %v", n, err)
		}
		return nil
	})
}

func searchByNumber(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() }, registry.Contact{ID: "c-7", Number: 7})
	view(t, s, func(tx store.Tx) error {
		c, err := tx.Search().ContactByNumber(7)
		if err != nil || c.ID != "c-7" {
			t.Errorf("contact 7 is %v, %v", c.ID, err)
		}
		if _, err := tx.Search().ContactByNumber(0); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("contact 0: %v", err)
		}
		return nil
	})
}
