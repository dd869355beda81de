package limit

import (
	"net/netip"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// len returns the number of entries.
func (m *memory[K, E]) len() (n int) {
	for i := range m.shards {
		n += len(m.shards[i].entries)
	}
	return n
}

// takeAll takes tokens until one is refused and returns how many there were.
func takeAll(b *Buckets, a netip.Addr, now time.Time) (n int) {
	for ; ; n++ {
		if wait, _ := b.Take(a, now); wait > 0 {
			return n
		}
	}
}

func TestABucketRefills(t *testing.T) {
	b, now := &Buckets{PerSecond: 10, Burst: 100}, noon
	a := netip.MustParseAddr("192.0.2.1")
	if n := takeAll(b, a, now); n != 100 {
		t.Errorf("%d at once, want 100", n)
	}
	if wait, refused := b.Take(a, now); wait <= 0 || wait > 100*time.Millisecond || refused != 2 {
		t.Errorf("the next waits %s, %d refused", wait, refused)
	}
	now = now.Add(time.Second)
	if n := takeAll(b, a, now); n != 10 {
		t.Errorf("%d a second later, want 10", n)
	}
	if n := takeAll(b, a, now.Add(time.Hour)); n != 100 {
		t.Errorf("%d an hour later, want 100", n)
	}
	for other, want := range map[string]bool{"192.0.2.200": false, "::ffff:192.0.2.9": false, "192.0.3.1": true, "2001:db8::1": true} {
		if wait, _ := b.Take(netip.MustParseAddr(other), now); (wait == 0) != want {
			t.Errorf("%s is let in: %t", other, !want)
		}
	}
	var none *Buckets
	if wait, _ := none.Take(a, now); wait != 0 || takeOne(new(Buckets), a) || takeOne(&Buckets{PerSecond: -1}, a) {
		t.Error("nil, zero or negative limit")
	}
}

func takeOne(b *Buckets, a netip.Addr) (refused bool) {
	wait, _ := b.Take(a, noon)
	return wait != 0
}

// TestManyNetworksDoNotHideAnOffender sends one request from each of many networks: the
// memory stays bounded and the network that emptied its bucket stays refused.
func TestManyNetworksDoNotHideAnOffender(t *testing.T) {
	b := &Buckets{PerSecond: 1, Burst: 10, Size: 1600}
	offender := netip.MustParseAddr("192.0.2.1")
	takeAll(b, offender, noon)
	for i := range 50_000 {
		b.Take(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1}), noon)
		b.Take(netip.AddrFrom16([16]byte{0: 0x20, 1: 1, 4: byte(i >> 16), 5: byte(i >> 8), 6: byte(i)}), noon)
	}
	if n := b.memory.len(); n > 1600 {
		t.Errorf("%d entries", n)
	}
	if !takeOne(b, offender) {
		t.Error("the offender was forgotten")
	}
}

func TestAWindowEnds(t *testing.T) {
	w := &Windows[string]{Length: time.Minute, Size: 320}
	for i := range 5 {
		if got := w.AddBelow("a", noon.Add(time.Duration(i)*time.Second), 3); got != (i < 3) {
			t.Errorf("event %d: %t", i+1, got)
		}
	}
	if n := w.Count("a", noon.Add(59*time.Second)); n != 3 {
		t.Errorf("%d in the window", n)
	}
	if n := w.Count("a", noon.Add(time.Minute)); n != 0 || w.Count("b", noon) != 0 {
		t.Errorf("%d after its end", n)
	}
	for i := range 20_000 {
		w.Add(time.Duration(i).String(), noon.Add(time.Second))
	}
	if w.memory.len() > 320 || w.AddBelow("a", noon.Add(time.Second), 3) {
		t.Errorf("%d keys; a has %d", w.memory.len(), w.Count("a", noon))
	}
	if !w.AddBelow("a", noon.Add(time.Minute), 3) {
		t.Error("refused in the next window")
	}
}

func TestSlotsAreBoundedInTotalAndByKey(t *testing.T) {
	s := &Slots[string]{Total: 3, PerKey: 2}
	for i, c := range []struct {
		key  string
		want bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"b", false}} {
		if got := s.Acquire(c.key); got != c.want {
			t.Errorf("%d: %t", i, got)
		}
	}
	s.Release("a")
	if !s.Acquire("b") || s.Acquire("a") {
		t.Error("after a release")
	}
	if len(s.used) != 2 || !new(Slots[int]).Acquire(1) {
		t.Error(s.used)
	}
}

func TestNetworksOfAddresses(t *testing.T) {
	for _, c := range []struct {
		Networks
		addr, want string
	}{
		{Networks{}, "192.0.2.77", "192.0.2.0/24"},
		{Networks{}, "::ffff:192.0.2.77", "192.0.2.0/24"},
		{Networks{}, "2001:db8:1:2:3::4", "2001:db8:1::/56"},
		{Hosts, "192.0.2.77", "192.0.2.77/32"},
		{Hosts, "fe80::1%eth0", "fe80::/64"},
	} {
		if got := c.Of(netip.MustParseAddr(c.addr)).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.addr, got, c.want)
		}
	}
	if p := (Networks{}).Of(netip.Addr{}); p.IsValid() {
		t.Error(p)
	}
}

func BenchmarkTake(b *testing.B) {
	l := &Buckets{PerSecond: 5000}
	b.RunParallel(func(p *testing.PB) {
		for i := 0; p.Next(); i++ {
			l.Take(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 1}), noon)
		}
	})
}
