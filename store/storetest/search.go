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

var searchStories = map[string]func(*testing.T, Place){
	"names are found by pattern, in pages":              searchByPattern,
	"names are found by the addresses of their servers": searchByAddress,
	"a contact is found by its number":                  searchByNumber,
	"the links of a host's addresses change with it":    glueFollows,
	"name servers are found with or without a host":     searchServers,
}

var (
	one   = netip.MustParseAddr("192.0.2.1")
	two   = netip.MustParseAddr("2001:db8::2")
	three = netip.MustParseAddr("192.0.2.3")
)

func served(n name.Name, ns ...registry.Nameserver) registry.Domain {
	return registry.Domain{Name: n, ROID: string(n), Registrar: "alice", Phase: registry.Active, Nameservers: ns}
}

func putDomains(t *testing.T, s store.Store, ds ...registry.Domain) {
	t.Helper()
	puts(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() }, ds...)
}

func putHosts(t *testing.T, s store.Store, hs ...registry.Host) {
	t.Helper()
	puts(t, s, func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() }, hs...)
}

// wantNames compares the names of a search's results with want.
func found[V any](t *testing.T, s store.Store, nameOf func(V) name.Name, search func(store.Search) ([]V, error), want ...name.Name) {
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

func itself(n name.Name) name.Name { return n }

func searchByPattern(t *testing.T, db Place) {
	s := open(t, db)
	putDomains(t, s, served("alpha.example"), served("alps.example"), served("alps.test"), served("beta.example"), served("al.example"))
	ask := func(p store.Pattern, after name.Name, limit int) func(store.Search) ([]registry.Domain, error) {
		return func(q store.Search) ([]registry.Domain, error) { return q.Domains(p, after, limit) }
	}
	found(t, s, domainName, ask(store.Pattern{Prefix: "alp", Suffix: ".example"}, "", 10), "alpha.example", "alps.example")
	found(t, s, domainName, ask(store.Pattern{Prefix: "al"}, "", 2), "al.example", "alpha.example")
	found(t, s, domainName, ask(store.Pattern{Prefix: "al"}, "alpha.example", 2), "alps.example", "alps.test")
	found(t, s, domainName, ask(store.Pattern{Prefix: "alps.ex", Suffix: "s.example"}, "", 2)) // prefix and suffix would overlap
	found(t, s, domainName, ask(store.Pattern{Prefix: "gamma"}, "", 2))
	found(t, s, domainName, ask(store.Pattern{Prefix: "alp", Suffix: ".nowhere"}, "", 2))
	found(t, s, domainName, ask(store.Pattern{Prefix: "alps.t"}, "", 2), "alps.test")
	puts(t, s, func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() },
		registry.Host{Name: "ns1.alpha.example"}, registry.Host{Name: "ns2.alpha.example"}, registry.Host{Name: "ns1.beta.example"})
	found(t, s, hostName, func(q store.Search) ([]registry.Host, error) {
		return q.Hosts(store.Pattern{Prefix: "ns", Suffix: ".alpha.example"}, "ns1.alpha.example", 5)
	}, "ns2.alpha.example")
}

func searchByAddress(t *testing.T, db Place) {
	s := open(t, db)
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{one, two}}, registry.Host{Name: "ns2.a.example", Addrs: []netip.Addr{two}})
	putDomains(t, s,
		served("a.test", registry.Nameserver{Host: "ns1.a.test", Addrs: []netip.Addr{one, one}}, registry.Nameserver{Host: "ns2.a.test", Addrs: []netip.Addr{three}}),
		served("b.test", registry.Nameserver{Host: "ns1.a.test", Addrs: []netip.Addr{one}}))
	hosts := func(a netip.Addr, after name.Name) func(store.Search) ([]registry.Host, error) {
		return func(q store.Search) ([]registry.Host, error) { return q.HostsAt(a, after, 5) }
	}
	domains := func(a netip.Addr, after name.Name) func(store.Search) ([]registry.Domain, error) {
		return func(q store.Search) ([]registry.Domain, error) { return q.DomainsAt(a, after, 5) }
	}
	found(t, s, hostName, hosts(one, ""), "ns1.a.example")
	found(t, s, hostName, hosts(two, ""), "ns1.a.example", "ns2.a.example")
	found(t, s, hostName, hosts(two, "ns1.a.example"), "ns2.a.example")
	found(t, s, hostName, hosts(three, ""))
	found(t, s, domainName, domains(one, ""), "a.test", "b.test")
	found(t, s, domainName, domains(one, "a.test"), "b.test")
	found(t, s, domainName, domains(two, ""))

	putDomains(t, s, served("a.test", registry.Nameserver{Host: "ns2.a.test", Addrs: []netip.Addr{three}}))
	found(t, s, domainName, domains(one, ""), "b.test")
}

func glueFollows(t *testing.T, db Place) {
	s := open(t, db)
	at := func(a netip.Addr) func(store.Search) ([]registry.Host, error) {
		return func(q store.Search) ([]registry.Host, error) { return q.HostsAt(a, "", 5) }
	}
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{one}})
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{two, three}})
	found(t, s, hostName, at(one))
	found(t, s, hostName, at(three), "ns1.a.example")
	update(t, s, func(tx store.Tx) error {
		if err := tx.Hosts().Put(registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{one}}); err != nil {
			return err
		}
		return tx.Hosts().Delete("ns1.a.example")
	})
	for _, a := range []netip.Addr{one, two, three} {
		found(t, s, hostName, at(a))
	}
	putHosts(t, s, registry.Host{Name: "ns1.a.example", Addrs: []netip.Addr{one}})
	found(t, s, hostName, at(one), "ns1.a.example")
}

func searchServers(t *testing.T, db Place) {
	s := open(t, db)
	putHosts(t, s, registry.Host{Name: "ns1.idle.example"})
	putDomains(t, s,
		served("a.test", registry.Nameserver{Host: "ns1.x.example"}, registry.Nameserver{Host: "ns2.x.example"}),
		served("b.test", registry.Nameserver{Host: "ns1.x.example"}, registry.Nameserver{Host: "other.example"}))
	ask := func(after name.Name, limit int) func(store.Search) ([]name.Name, error) {
		return func(q store.Search) ([]name.Name, error) {
			return q.Servers(store.Pattern{Prefix: "ns", Suffix: ".x.example"}, after, limit)
		}
	}
	found(t, s, itself, ask("", 5), "ns1.x.example", "ns2.x.example")
	found(t, s, itself, ask("", 1), "ns1.x.example")
	found(t, s, itself, ask("ns1.x.example", 5), "ns2.x.example")

	var wide registry.Domain
	for i := range 600 {
		wide.Nameservers = append(wide.Nameservers, registry.Nameserver{Host: name.Name(fmt.Sprintf("ns%03d.y.example", i))})
	}
	putDomains(t, s, served("wide.test", wide.Nameservers...))
	view(t, s, func(tx store.Tx) error {
		if n, err := tx.Search().Servers(store.Pattern{Prefix: "ns", Suffix: ".z.example"}, "", 5); !errors.Is(err, store.ErrBroad) {
			t.Errorf("among 600 others: %v, %v", n, err)
		}
		return nil
	})
}

func searchByNumber(t *testing.T, db Place) {
	s := open(t, db)
	puts(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() }, registry.Contact{ID: "c-7", Number: 7})
	view(t, s, func(tx store.Tx) error {
		c, err := tx.Search().Contact(7)
		if err != nil || c.ID != "c-7" {
			t.Errorf("contact 7 is %v, %v", c.ID, err)
		}
		if _, err := tx.Search().Contact(0); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("contact 0: %v", err)
		}
		return nil
	})
}
