package view

import (
	"net/netip"
	"sync"
	"time"
)

// A RateLimiter limits the requests of each network, an IPv4 /24 or IPv6 /56,
// with a token bucket: Rate requests a second, and bursts of ten times as many.
// Nil and the zero value do not limit.
type Limit struct {
	Rate int // requests a second; 0: no limit

	mu   sync.Mutex
	nets map[netip.Prefix]*bucket
}

// A bucket is the token bucket of one network.
type bucket struct {
	left float64   // tokens, as of at
	at   time.Time // last update
}

const (
	burst = 10     // size of a bucket, in seconds of Rate
	crowd = 50_000 // number of buckets at which idle ones are evicted
)

// Take takes a token for a request from a. It returns 0 if there was one, or how
// long to wait for the next; then nothing was taken.
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

// evict drops the buckets that are full again, or all if too many are not.
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
