package limit

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets limits the requests of each network with a token bucket: PerSecond tokens are
// added a second, up to Burst, and a request takes one. Nil and the zero value do not
// limit. The fields must not change after the first call.
type Buckets struct {
	PerSecond int      // tokens added a second; 0 or below: no limit
	Burst     int      // tokens of a full bucket; 0: PerSecond
	Networks  Networks // which addresses share a bucket
	Size      int      // networks remembered; 0: 65536

	once   sync.Once
	memory memory[netip.Prefix, bucket]
}

// A bucket is the token bucket of one network.
type bucket struct {
	*rate.Limiter
	refused int // requests that found it empty
}

// Take takes a token for a request from a. The wait is 0 if there was one, or else the
// time until the next one; then refused counts the network's refusals, this one
// included. now is the wall clock.
func (b *Buckets) Take(a netip.Addr, now time.Time) (wait time.Duration, refused int) {
	if b == nil || b.PerSecond <= 0 {
		return 0, 0
	}
	b.once.Do(b.setUp)
	network := b.Networks.Of(a)
	s := b.memory.lock(network)
	defer s.Unlock()
	e := s.entries[network]
	if e == nil {
		e = &bucket{Limiter: rate.NewLimiter(rate.Limit(b.PerSecond), b.burst())}
		b.memory.add(s, network, e, now)
	}
	if e.AllowN(now, 1) {
		return 0, 0
	}
	e.refused++
	missing := 1 - e.TokensAt(now)
	return max(1, time.Duration(missing/float64(b.PerSecond)*float64(time.Second))), e.refused
}

func (b *Buckets) setUp() {
	b.memory.size = b.Size
	b.memory.due = func(e *bucket, now time.Time) float64 { return float64(b.burst()) - e.TokensAt(now) }
}

func (b *Buckets) burst() int {
	if b.Burst > 0 {
		return b.Burst
	}
	return b.PerSecond
}
