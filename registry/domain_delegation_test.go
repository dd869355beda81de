package registry_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// The key and the digest are those of RFC 4509 section 2.3.
func TestKeyDS(t *testing.T) {
	k := registry.Key{Flags: 256, Protocol: 3, Algorithm: 5,
		PublicKey: "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="}
	want := registry.DS{KeyTag: 60485, Algorithm: 5, DigestType: 2, Digest: "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"}
	if got, ok := k.DS("dskey.example.com"); !ok || got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, k := range []registry.Key{{Flags: 0, Protocol: 3, PublicKey: k.PublicKey}, {Flags: 256, Protocol: 2, PublicKey: k.PublicKey}, {Flags: 256, Protocol: 3, PublicKey: "?"}} {
		if got, ok := k.DS("a.example"); ok {
			t.Errorf("%+v has the DS record %+v", k, got)
		}
	}
}

// TestAServerCheckIsAProjection: the zone keeps the former delegation until the servers
// answer or the time ends, and At gives the same in one step as in two.
func TestAServerCheckIsAProjection(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	p := registry.Policy{ServerCheck: 30 * day, ServerChangeCheck: 5 * day}
	servers := rapid.Custom(func(r *rapid.T) (all []registry.Nameserver) {
		for _, h := range rapid.SliceOfNDistinct(rapid.SampledFrom([]name.Name{"ns1.a.example", "ns2.a.example", "ns3.a.example"}), 0, 3, rapid.ID[name.Name]).Draw(r, "hosts") {
			all = append(all, registry.Nameserver{Host: h})
		}
		return all
	})
	rapid.Check(t, func(r *rapid.T) {
		before := registry.Domain{Name: "a.it", ROID: "1-CAD", Phase: registry.Active, Expires: start.Add(400 * day), Nameservers: servers.Draw(r, "before")}
		d := before.Clone()
		d.Nameservers = servers.Draw(r, "after")
		d = d.AwaitServers(before, start, p)
		same := reflect.DeepEqual(before.Nameservers, d.Nameservers)
		if waits := d.ServerCheck != nil; waits == (same || len(d.Nameservers) == 0) {
			r.Fatalf("%v to %v: waits %t", before.Nameservers, d.Nameservers, waits)
		}
		if d.ServerCheck == nil {
			return
		}
		if got := d.Delegation().Nameservers; len(got)+len(before.Nameservers) > 0 && !reflect.DeepEqual(got, before.Nameservers) {
			r.Errorf("meanwhile the zone has %v, want %v", got, before.Nameservers)
		}
		first := start.Add(time.Duration(rapid.Int64Range(0, int64(40*day)).Draw(r, "first")))
		last := first.Add(time.Duration(rapid.Int64Range(0, int64(40*day)).Draw(r, "last")))
		once, _ := d.At(last, p)
		half, _ := d.At(first, p)
		if twice, _ := half.At(last, p); !reflect.DeepEqual(once, twice) {
			r.Errorf("in one step %+v, in two %+v", once.ServerCheck, twice.ServerCheck)
		}
		switch over := !last.Before(start.Add(5 * day)); {
		case len(before.Nameservers) == 0 && (once.Delegated() || once.ServerCheck == nil):
			r.Errorf("a new name is delegated: %+v", once.ServerCheck)
		case len(before.Nameservers) > 0 && over && !(once.ServerCheck == nil && reflect.DeepEqual(once.Nameservers, before.Nameservers)):
			r.Errorf("after five days %v, want %v", once.Nameservers, before.Nameservers)
		}
	})
}
