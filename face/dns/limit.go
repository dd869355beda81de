package dns

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// A Limit bounds how many answers go over UDP to one network in a second, so
// that the server is no use for flooding somebody whose address was forged. A
// network is a /24 or a /56. Of the answers above it, every second is told in
// short (TC), so that a real resolver asks again over TCP, and the rest are not
// sent. Networks that share a place in the table share their budget.
type Limit struct {
	PerSecond int // 0: 5000; below 0: no limit
	Networks  int // places in the table; 0: 65536
	// Spare are networks that are not limited; nil: loopback.
	Spare []netip.Prefix

	seed  maphash.Seed
	start time.Time
	cells []atomic.Uint64 // the second since start, and below it how many
	once  sync.Once
}

// What the limit makes of an answer.
const (
	send = iota
	slip // in short
	drop
)

func (l *Limit) begin() {
	l.once.Do(func() {
		if l.PerSecond == 0 {
			l.PerSecond = 5000
		}
		if l.Networks <= 0 {
			l.Networks = 1 << 16
		}
		if l.Spare == nil {
			l.Spare = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
		}
		l.seed, l.start = maphash.MakeSeed(), time.Now()
		if l.PerSecond > 0 {
			l.cells = make([]atomic.Uint64, l.Networks)
		}
	})
}

// now returns the second that count counts in.
func (l *Limit) now() uint32 { return uint32(time.Since(l.start) / time.Second) }

// count counts an answer to an address in a second.
func (l *Limit) count(to netip.Addr, second uint32) int {
	if l.cells == nil {
		return send
	}
	to = to.Unmap()
	for _, p := range l.Spare {
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

// short returns an answer's header and question alone, with TC.
func short(answer []byte) []byte {
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
