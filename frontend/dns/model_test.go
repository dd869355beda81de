package dns_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A registryModel makes random changes to a small registry in a real store.
type registryModel struct {
	tx store.Tx
	t  *rapid.T
}

func (m registryModel) write(kind registry.Kind, key string, after any, put func(store.Tx) error) {
	if err := put(m.tx); err != nil {
		m.t.Fatal(err)
	}
	if err := m.tx.Append(registry.Change{Kind: kind, Key: key, Verb: "test", After: jsonOf(after)}); err != nil {
		m.t.Fatal(err)
	}
}

// clear deletes everything.
func (m registryModel) clear() {
	for _, n := range someNames {
		m.write(registry.KindDomain, string(n), nil, func(tx store.Tx) error {
			_, err := tx.Records().DeleteZone(n)
			return errors.Join(err, tx.Domains().Delete(n))
		})
	}
	for _, n := range someHosts {
		m.write(registry.KindHost, string(n), nil, func(tx store.Tx) error { return tx.Hosts().Delete(n) })
	}
	m.write(registry.KindRegistrar, "kifdom", nil, func(tx store.Tx) error { return tx.Registrars().Delete("kifdom") })
}

var (
	someNames = []name.Name{"a.example", "b.example", "ns.example", "a.fr", "b.fr"}
	someHosts = []name.Name{"ns1.a.example", "ns2.a.example", "a.example", "x.y.b.example", "ns1.a.fr", "ns1.b.test", "ns1.kifdom.example", "ns2.kifdom.example"}
	someAddrs = []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("2001:db8::1")}
)

func sample[V comparable](t *rapid.T, all []V, label string) []V {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 3, rapid.ID).Draw(t, label)
}

// step makes one random change.
func (m registryModel) step() {
	t := m.t
	switch rapid.SampledFrom([]string{"domain", "domain", "domain", "gone", "host", "nohost", "record", "norecord", "registrar"}).Draw(t, "what") {
	case "domain":
		d := registry.Domain{Name: rapid.SampledFrom(someNames).Draw(t, "name"), Registrar: "kifdom", Phase: registry.Active}
		d.ROID = string(d.Name)
		for _, h := range sample(t, someHosts, "servers") {
			ns := registry.Nameserver{Host: h}
			if h.Under(d.Name) && rapid.Bool().Draw(t, "attributes") {
				ns.Addrs = []netip.Addr{rapid.SampledFrom(someAddrs).Draw(t, "addr")}
			}
			d.Nameservers = append(d.Nameservers, ns)
		}
		d.Hosted = rapid.IntRange(0, 3).Draw(t, "hosted") == 0
		if rapid.IntRange(0, 3).Draw(t, "signed") == 0 {
			d.DNSSEC.DS = []registry.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}}
		}
		if rapid.IntRange(0, 4).Draw(t, "held") == 0 {
			d.Statuses = []registry.StatusEntry{{Status: registry.ClientHold}}
		}
		if d.Name != "a.example" && rapid.IntRange(0, 3).Draw(t, "forward") == 0 { // a.example is a host too, whose glue is not the forwarder's address
			d.Forward.URL = "http://a.example/"
		}
		m.write(registry.KindDomain, string(d.Name), d, func(tx store.Tx) error { return tx.Domains().Put(d) })
	case "gone":
		n := rapid.SampledFrom(someNames).Draw(t, "name")
		m.write(registry.KindDomain, string(n), nil, func(tx store.Tx) error {
			if _, err := tx.Records().DeleteZone(n); err != nil {
				return err
			}
			return tx.Domains().Delete(n)
		})
	case "host":
		h := registry.Host{Name: rapid.SampledFrom(someHosts).Draw(t, "host"), Addrs: sample(t, someAddrs, "addrs")}
		m.write(registry.KindHost, string(h.Name), h, func(tx store.Tx) error { return tx.Hosts().Put(h) })
	case "nohost":
		n := rapid.SampledFrom(someHosts).Draw(t, "host")
		m.write(registry.KindHost, string(n), nil, func(tx store.Tx) error { return tx.Hosts().Delete(n) })
	case "record":
		r := someRecord(t)
		m.write(registry.KindRecord, fmt.Sprintf("%s/%d", r.Zone, r.ID), r, func(tx store.Tx) error { return tx.Records().Put(r) })
	case "norecord":
		r := someRecord(t)
		m.write(registry.KindRecord, fmt.Sprintf("%s/%d", r.Zone, r.ID), nil, func(tx store.Tx) error { return tx.Records().Delete(r.ID) })
	case "registrar":
		r := registry.Registrar{ID: "kifdom", Nameservers: sample(t, someHosts, "storefront")}
		m.write(registry.KindRegistrar, "kifdom", r, func(tx store.Tx) error { return tx.Registrars().Put(r) })
	}
}

// someRecord returns one of a few records; its ID is determined by its zone, so that no
// two zones have the same ID.
func someRecord(t *rapid.T) registry.Record {
	zone := rapid.IntRange(0, len(someNames)-1).Draw(t, "zone")
	n := rapid.IntRange(0, 9).Draw(t, "record")
	r := registry.Record{ID: int64(10*zone + n + 1), Zone: someNames[zone], TTL: 60, Type: "A", Data: "192.0.2.9"}
	r.Label = []string{"@", "www", "*", "x.y", "*.y", "alias", "y", "ns.sub", "sub", "sub"}[n]
	within := "." + string(r.Zone) + "."
	switch {
	case r.Label == "alias":
		r.Type, r.Data = "CNAME", rapid.SampledFrom([]string{"www" + within, "z" + within, "q.sub" + within, "x.b.test."}).Draw(t, "target")
	case r.Label == "y" || r.Label == "sub" && n == 8: // delegations, which occlude what is below
		r.Type, r.Data = "NS", rapid.SampledFrom([]string{"ns.sub" + within, "www" + within, "x.y" + within, "ns1" + within, "ns1.b.test."}).Draw(t, "server")
	case r.Label == "sub":
		r.Type, r.Data = "DS", "7 13 2 "+strings.Repeat("AB", 32)
	}
	return r
}

// TestAnUpdatedViewEqualsAFreshOne changes a registry at random while a zone view follows,
// and compares that with a view loaded at the end, and with the sum of the published
// changes.
func TestAnUpdatedViewEqualsAFreshOne(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rapid.Check(t, func(rt *rapid.T) {
		change := func(do func(registryModel)) {
			if err := st.Update(rt.Context(), func(tx store.Tx) error {
				do(registryModel{tx, rt})
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
		}
		change(registryModel.clear)
		followed := newZoneView()
		copies := map[name.Name][]string{}
		serials := map[name.Name]uint32{}
		followed.OnPublish = func(s zone.Diff) {
			list := copies[s.Zone]
			if serials[s.Zone] != s.From && serials[s.Zone] != 0 && s.From != 0 {
				rt.Errorf("%s: from %d, was %d", s.Zone, s.From, serials[s.Zone])
			}
			for _, rr := range s.Removed {
				i := slices.Index(list, fmt.Sprint(rr))
				if i < 0 {
					rt.Fatalf("%s: %v is removed, and was not there", s.Zone, rr)
				}
				list = slices.Delete(list, i, i+1)
			}
			for _, rr := range s.Added {
				list = append(list, fmt.Sprint(rr))
			}
			copies[s.Zone], serials[s.Zone] = list, s.To
		}
		f := zone.Follower{Store: st, Consumers: []zone.Consumer{followed}}
		if err := f.Load(rt.Context()); err != nil {
			rt.Fatal(err)
		}
		for _, z := range followed.TLDs {
			copies[z], _ = zoneRecords(followed, z)
		}
		ctx, stop := context.WithCancel(rt.Context())
		done := make(chan struct{})
		go func() {
			f.Run(ctx)
			close(done)
		}()
		defer func() { stop(); <-done }()
		for range rapid.IntRange(1, 12).Draw(rt, "batches") {
			change(func(m registryModel) {
				for range rapid.IntRange(1, 4).Draw(rt, "changes") {
					m.step()
				}
			})
			waitFollower(rt, st, &f)
		}
		fresh := newZoneView()
		if err := (&zone.Follower{Store: st, Consumers: []zone.Consumer{fresh}}).Load(rt.Context()); err != nil {
			rt.Fatal(err)
		}
		for _, z := range append(slices.Clone(followed.TLDs), someNames...) {
			a, aok := zoneRecords(followed, z)
			b, bok := zoneRecords(fresh, z)
			if aok != bok || !slices.Equal(a, b) {
				rt.Fatalf("%s, followed:\n%s\nfresh:\n%s", z, strings.Join(a, "\n"), strings.Join(b, "\n"))
			}
			published := slices.Clone(copies[z])
			slices.Sort(published)
			if !slices.Equal(published, a) {
				rt.Fatalf("%s, from published changes:\n%s\nis:\n%s", z, strings.Join(published, "\n"), strings.Join(a, "\n"))
			}
			if slices.Contains(followed.TLDs, z) {
				x, _ := followed.Snapshot(z)
				y, _ := fresh.Snapshot(z)
				if x.SOA != y.SOA {
					rt.Fatalf("%s: %v, fresh %v", z, x.SOA, y.SOA)
				}
			}
		}
		for _, n := range someNames {
			a, _ := followed.IsRegistered(n)
			b, _ := fresh.IsRegistered(n)
			if a != b {
				rt.Fatalf("%s: taken %t, fresh %t", n, a, b)
			}
		}
		for _, v := range []*zone.View{followed, fresh} {
			compareWithModel(rt, v)
		}
	})
}

// waitFollower waits until a follower has every change in the store.
func waitFollower(t *rapid.T, st store.Store, f *zone.Follower) {
	var seq uint64
	err := st.View(t.Context(), func(tx store.Tx) (err error) {
		seq, err = tx.LastSeq()
		return err
	})
	if err == nil {
		err = f.Wait(t.Context(), seq)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// zoneRecords returns the records of a zone as sorted text.
func zoneRecords(v *zone.View, zone name.Name) (all []string, ok bool) {
	c, ok := v.Snapshot(zone)
	if !ok {
		return nil, false
	}
	for rr := range c.All {
		all = append(all, fmt.Sprint(rr))
	}
	slices.Sort(all)
	return all, true
}

// compareWithModel queries a server for every relevant name, and compares the answers
// with those of the model.
func compareWithModel(t *rapid.T, v *zone.View) {
	server := &dns.Server{Names: v, WallClock: time.Now}
	zones := map[string][]mdns.RR{}
	owners := map[string]bool{"www.nobody.example.": true, "nobody.fr.": true, "nobody.test.": true}
	for _, z := range append(slices.Clone(v.TLDs), someNames...) {
		c, ok := v.Snapshot(z)
		if !ok {
			continue
		}
		list := []mdns.RR{dns.RR(c.SOA, "")}
		for rr := range c.All {
			list = append(list, dns.RR(rr, ""))
		}
		zones[mdns.Fqdn(string(z))] = list
		for _, rr := range list {
			owners[rr.Header().Name] = true
			for i, end := mdns.NextLabel(rr.Header().Name, 0); !end; i, end = mdns.NextLabel(rr.Header().Name, i) {
				owners[rr.Header().Name[i:]] = true
			}
			owners["x."+rr.Header().Name], owners["q.y."+rr.Header().Name] = true, true
		}
	}
	for owner := range owners {
		for _, qtype := range []uint16{mdns.TypeA, mdns.TypeAAAA, mdns.TypeNS, mdns.TypeDS, mdns.TypeSOA, mdns.TypeCNAME, mdns.TypeTXT} {
			q := new(mdns.Msg).SetQuestion(owner, qtype)
			q.RecursionDesired = false
			want := modelAnswer(zones, q)
			slow := server.Answer(q)
			if got := summary(slow); got != want {
				t.Fatalf("%s %s: got\n%s\nwant\n%s", owner, mdns.TypeToString[qtype], got, want)
			}
			wire, _ := q.Pack()
			if fast, ok := dns.FastPath(server, wire); ok {
				a := new(mdns.Msg)
				if err := a.Unpack(fast); err != nil {
					t.Fatalf("%s %s: %v", owner, mdns.TypeToString[qtype], err)
				}
				if got := summary(a); got != want || a.Id != q.Id || a.Question[0] != q.Question[0] {
					t.Fatalf("%s %s, fast path: got\n%s\nwant\n%s", owner, mdns.TypeToString[qtype], got, want)
				}
			}
		}
	}
}

// summary returns the text of a message with its records sorted.
func summary(m *mdns.Msg) string {
	lines := func(rrs []mdns.RR) string {
		var all []string
		for _, rr := range rrs {
			if rr.Header().Rrtype != mdns.TypeOPT {
				all = append(all, rr.String())
			}
		}
		slices.Sort(all)
		return strings.Join(slices.Compact(all), "\n")
	}
	return fmt.Sprintf("%s aa=%t\n%s\n--\n%s\n--\n%s", mdns.RcodeToString[m.Rcode], m.Authoritative, lines(m.Answer), lines(m.Ns), lines(m.Extra))
}
