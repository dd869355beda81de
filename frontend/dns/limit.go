package dns

import (
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
)

// A Limit bounds the answers over UDP to one network (/24 or /56) in a second, so
// that queries with a forged source address cannot be used to flood a victim. Of
// the answers above the limit, every other one is sent truncated (TC), so that a
// real resolver retries over TCP, and the rest are dropped.
type Limit struct {
	PerSecond int // answers; 0: 5000; below 0: no limit
	// Exempt lists networks that are not limited; nil: loopback.
	Exempt []netip.Prefix

	buckets limit.Buckets
}

// What to do with an answer.
const (
	send = iota
	slip // send it truncated
	drop
)

// setUp applies the defaults.
func (l *Limit) setUp() {
	if l.PerSecond == 0 {
		l.PerSecond = 5000
	}
	if l.Exempt == nil {
		l.Exempt = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	l.buckets.PerSecond = l.PerSecond
}

// count counts an answer to an address and returns send, slip or drop. now is the wall
// clock.
func (l *Limit) count(to netip.Addr, now time.Time) int {
	to = to.Unmap()
	if slices.ContainsFunc(l.Exempt, func(p netip.Prefix) bool { return p.Contains(to) }) {
		return send
	}
	switch wait, refused := l.buckets.Take(to, now); {
	case wait == 0:
		return send
	case refused%2 == 0:
		return slip
	}
	return drop
}

// truncatedHeader returns the answer's header and question alone, with TC set.
func truncatedHeader(answer []byte) []byte {
	end := 12
	for end < len(answer) && answer[end] != 0 {
		end += 1 + int(answer[end])
	}
	if end += 5; answer[5] == 0 || end > len(answer) {
		end = 12
	}
	answer = answer[:end]
	clear(answer[6:12])
	answer[2] |= 0x02
	if end == 12 {
		answer[4], answer[5] = 0, 0
	}
	return answer
}
