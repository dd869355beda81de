package dns

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// A Limit bounds the answers over UDP to one network (/24 or /56) in a second, so
// that queries with a forged source address cannot be used to flood a victim. Of
// the answers above the limit, every other one is sent truncated (TC), so that a
// real resolver retries over TCP, and the rest are dropped. Networks with the same
// hash share their budget.
type Limit struct {
	PerSecond int // answers; 0: 5000; below 0: no limit
	TableSize int // counters in the hash table; 0: 65536
	// Exempt lists networks that are not limited; nil: loopback.
	Exempt []netip.Prefix

	seed  maphash.Seed
	start time.Time
	cells []atomic.Uint64 // second since start in the upper 32 bits, answers in the lower
	once  sync.Once
}

// What to do with an answer.
const (
	send = iota
	slip // send it truncated
	drop
)

func (l *Limit) setup() {
	l.once.Do(func() {
		if l.PerSecond == 0 {
			l.PerSecond = 5000
		}
		if l.TableSize <= 0 {
			l.TableSize = 1 << 16
		}
		if l.Exempt == nil {
			l.Exempt = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
		}
		l.seed, l.start = maphash.MakeSeed(), time.Now()
		if l.PerSecond > 0 {
			l.cells = make([]atomic.Uint64, l.TableSize)
		}
	})
}

// now returns the current second for count.
func (l *Limit) now() uint32 { return uint32(time.Since(l.start) / time.Second) }

// count counts an answer to an address in a second and returns send, slip or drop.
func (l *Limit) count(to netip.Addr, second uint32) int {
	if l.cells == nil {
		return send
	}
	to = to.Unmap()
	for _, p := range l.Exempt {
		if p.Contains(to) {
			return send
		}
	}
	net := to.As16()
	if to.Is4() {
		net[15] = 0
	} else {
		clear(net[7:])
	}
	cell := &l.cells[maphash.Bytes(l.seed, net[:])%uint64(len(l.cells))]
	for {
		old := cell.Load()
		next := uint64(second)<<32 | 1
		if uint32(old>>32) == second {
			next = old + 1
		}
		if !cell.CompareAndSwap(old, next) {
			continue
		}
		switch n := uint32(next); {
		case n <= uint32(l.PerSecond):
			return send
		case n%2 == 0:
			return slip
		}
		return drop
	}
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
