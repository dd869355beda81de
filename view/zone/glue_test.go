package zone_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// TestNoDelegationWithoutGlue applies random changes of domains and hosts: a delegation to
// a name server at or below the name has its address in the zone, a name server that is
// left out is reported, and an address brings it back.
func TestNoDelegationWithoutGlue(t *testing.T) {
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rapid.Check(t, func(r *rapid.T) {
		v := &zone.View{TLDs: []name.Name{"tk"}, DNSAddrs: []netip.Addr{netip.MustParseAddr("192.0.2.53")}}
		if err := (&zone.Follower{Store: st, Consumers: []zone.Consumer{v}}).Load(t.Context()); err != nil {
			r.Fatal(err)
		}
		domains, hosts := map[name.Name]registry.Domain{}, map[name.Name]registry.Host{}
		hostNames := []name.Name{"a.tk", "ns1.a.tk", "ns2.a.tk", "ns.b.tk", "ns.c.example"}
		seq := uint64(0)
		apply := func(kind registry.Kind, key name.Name, after any) {
			seq++
			c := registry.Change{Seq: seq, Kind: kind, Key: string(key)}
			if after != nil {
				c.After, _ = json.Marshal(after)
			}
			if err := v.Apply(c); err != nil {
				r.Fatal(err)
			}
		}
		for range rapid.IntRange(1, 30).Draw(r, "changes") {
			if n := rapid.SampledFrom(hostNames[:4]).Draw(r, "host"); rapid.Bool().Draw(r, "a host changes") {
				h := registry.Host{Name: n, ROID: "1-CAD", Number: 1}
				if rapid.Bool().Draw(r, "has an address") {
					h.Addrs = []netip.Addr{netip.MustParseAddr("192.0.2.1")}
				}
				hosts[n] = h
				apply(registry.KindHost, n, h)
			} else {
				d := registry.Domain{Name: rapid.SampledFrom([]name.Name{"a.tk", "b.tk"}).Draw(r, "domain"), Number: 1, Phase: registry.Active}
				for _, h := range rapid.SliceOfNDistinct(rapid.SampledFrom(hostNames), 0, 3, rapid.ID[name.Name]).Draw(r, "ns") {
					d.Nameservers = append(d.Nameservers, registry.Nameserver{Host: h})
				}
				domains[d.Name] = d
				apply(registry.KindDomain, d.Name, d)
			}
			if rapid.Bool().Draw(r, "publish") {
				v.Publish(seq)
			}
		}
		v.Publish(seq)
		checkGlue(r, v, domains, hosts)
	})
}

func checkGlue(r *rapid.T, v *zone.View, domains map[name.Name]registry.Domain, hosts map[name.Name]registry.Host) {
	z, _ := v.Snapshot("tk")
	var got []string
	for rr := range z.All {
		if rr.Owner != "tk" && rr.Type == "NS" {
			got = append(got, rr.Owner+" "+strings.TrimSuffix(rr.Data, "."))
		}
	}
	var want, left []string
	for n, d := range domains {
		for _, ns := range d.Nameservers {
			if ns.Host.Within(n) && len(hosts[ns.Host].Addrs) == 0 {
				left = append(left, fmt.Sprintf("%s is not delegated to %s, which has no address", n, ns.Host))
			} else {
				want = append(want, string(n+" "+ns.Host))
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		r.Errorf("delegations\n%q, want\n%q", got, want)
	}
	_, wrong := z.Check()
	for _, sentence := range left {
		if !slices.Contains(wrong, sentence) {
			r.Errorf("%q does not report: %s", wrong, sentence)
		}
	}
}
