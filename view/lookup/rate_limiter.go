package lookup

import (
	"net/netip"
	"sync"
	"time"
)

// A RateLimiter limits the requests of each network, an IPv4 /24 or IPv6 /56,
// with a token bucket: Rate requests a second, and bursts of ten times as many.
// Nil and the zero value do not limit.
type RateLimiter struct {
	Rate int // requests a second; 0: no limit

	mu      sync.Mutex
	buckets map[netip.Prefix]*bucket
}

// A bucket is the token bucket of one network.
type bucket struct {
	tokens  float64   // tokens, as of at
	updated time.Time // last update
}

const (
	burstSeconds = 10     // size of a bucket, in seconds of Rate
	maxNetworks  = 50_000 // number of buckets at which idle ones are evicted
)

// Take takes a token for a request from a. It returns 0 if there was one, or how
// long to wait for the next; then nothing was taken.
func (l *RateLimiter) Take(a netip.Addr, now time.Time) time.Duration {
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
	full := float64(l.Rate * burstSeconds)
	b := l.buckets[network]
	if b == nil {
		if len(l.buckets) >= maxNetworks {
			l.evict(now)
		}
		if l.buckets == nil {
			l.buckets = map[netip.Prefix]*bucket{}
		}
		b = &bucket{tokens: full, updated: now}
		l.buckets[network] = b
	}
	if passed := now.Sub(b.updated); passed > 0 {
		b.tokens, b.updated = min(full, b.tokens+passed.Seconds()*float64(l.Rate)), now
	}
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) / float64(l.Rate) * float64(time.Second))
	}
	b.tokens--
	return 0
}

// evict drops the buckets that are full again, or all if too many are not.
func (l *RateLimiter) evict(now time.Time) {
	for network, b := range l.buckets {
		if now.Sub(b.updated) > burstSeconds*time.Second {
			delete(l.buckets, network)
		}
	}
	if len(l.buckets) >= maxNetworks {
		clear(l.buckets)
	}
}
