package view

import (
	"net/netip"
	"sync"
	"time"
)

// A Limit bounds how much one network may ask: Rate requests a second over
// time, and ten seconds' worth of them at once. Its zero value bounds nothing.
// Networks are IPv4 addresses' /24 and IPv6 addresses' /56.
type Limit struct {
	Rate int

	mu   sync.Mutex
	nets map[netip.Prefix]*bucket
}

// A bucket fills with time and is emptied by requests.
type bucket struct {
	left float64
	at   time.Time
}

// burst is how many seconds' worth of requests may come at once, and crowd how
// many networks are remembered: then the idle ones are forgotten.
const (
	burst = 10
	crowd = 50_000
)

// Take counts a request from a and returns how long it has to wait; 0: it need
// not. What has to wait is not counted.
func (l *Limit) Take(a netip.Addr, now time.Time) time.Duration {
	if l == nil || l.Rate <= 0 {
		return 0
	}
	bits := 24
	if a = a.Unmap(); a.Is6() {
		bits = 56
	}
	network, _ := a.WithZone("").Prefix(bits)
	l.mu.Lock()
	defer l.mu.Unlock()
	full := float64(l.Rate * burst)
	b := l.nets[network]
	if b == nil {
		if len(l.nets) >= crowd {
			l.forget(now)
		}
		if l.nets == nil {
			l.nets = map[netip.Prefix]*bucket{}
		}
		b = &bucket{left: full, at: now}
		l.nets[network] = b
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left, b.at = min(full, b.left+passed.Seconds()*float64(l.Rate)), now
	}
	if b.left < 1 {
		return time.Duration((1 - b.left) / float64(l.Rate) * float64(time.Second))
	}
	b.left--
	return 0
}

// forget drops the networks whose buckets have filled again; all, when none
// has.
func (l *Limit) forget(now time.Time) {
	for network, b := range l.nets {
		if now.Sub(b.at) > burst*time.Second {
			delete(l.nets, network)
		}
	}
	if len(l.nets) >= crowd {
		clear(l.nets)
	}
}
