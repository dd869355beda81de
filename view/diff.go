package view

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/name"
)

// A Diff is the difference that one batch of changes made to one zone. From and
// To are its serials; the SOA is in neither list. A new zone has From 0, a
// removed one To 0. Both lists may be empty although the serial has changed.
type Step struct {
	Zone           name.Name
	Hosted         bool
	From, To       uint32
	Removed, Added []RR
}

// A diffBuilder collects a Diff during a batch.
type step struct {
	on   bool
	sums map[RR]int // times added less times removed
}

// diffOf returns the diffBuilder of a zone for the current batch.
func (p *picture) step(z *Zone) *step {
	s := p.steps[z]
	if s == nil {
		s = &step{on: p.journal, sums: map[RR]int{}}
		p.steps[z] = s
	}
	return s
}

func (s *step) cut(n name.Name, before, after *Cut) {
	if s.on {
		s.count(before.rrs(string(n)), after.rrs(string(n)))
	}
}

func (s *step) addrs(n name.Name, before, after []netip.Addr) {
	if s.on {
		s.count(addrRRs(string(n), before), addrRRs(string(n), after))
	}
}

func (s *step) count(before, after []RR) {
	for _, rr := range before {
		s.sums[rr]--
	}
	for _, rr := range after {
		s.sums[rr]++
	}
}

// A hostedBefore is a hosted zone as it was before the current batch.
type ownStep struct {
	key    string
	there  bool
	serial uint32
	rrs    []RR
}

// saveHosted saves a hosted zone before its first change in the current batch.
func (p *picture) remember(n name.Name, key string) {
	if !p.journal || p.own[n] != nil {
		return
	}
	s := &ownStep{key: key}
	if c, serial := p.ownZone(key); c != nil {
		s.there, s.serial, s.rrs = true, serial, p.ownRRs(c, n)
	}
	p.own[n] = s
}

// finishBatch sets the new serials and returns the diffs of the changed zones.
func (p *picture) end() (diffs []Step) {
	for z, s := range p.steps {
		from := z.Serial()
		if z.touched != 0 {
			z.serial.Store(z.touched)
		}
		z.touched = 0
		if !s.on {
			continue
		}
		d := Step{Zone: z.Name, From: from, To: z.Serial()}
		for rr, n := range s.sums {
			switch {
			case n < 0:
				d.Removed = append(d.Removed, rr)
			case n > 0:
				d.Added = append(d.Added, rr)
			}
		}
		diffs = append(diffs, d.sorted())
	}
	for n, s := range p.own {
		c, serial := p.ownZone(s.key)
		if c == nil && !s.there {
			continue
		}
		d := Step{Zone: n, Hosted: true, From: s.serial, To: serial}
		var after []RR
		if c != nil {
			after = p.ownRRs(c, n)
		}
		both := step{sums: map[RR]int{}}
		both.count(s.rrs, after)
		for rr, n := range both.sums {
			if n < 0 {
				d.Removed = append(d.Removed, rr)
			} else if n > 0 {
				d.Added = append(d.Added, rr)
			}
		}
		diffs = append(diffs, d.sorted())
	}
	clear(p.steps)
	clear(p.own)
	slices.SortFunc(diffs, func(a, b Step) int { return a.Zone.Compare(b.Zone) })
	return diffs
}

func (d Step) sorted() Step {
	slices.SortFunc(d.Removed, compareRR)
	slices.SortFunc(d.Added, compareRR)
	return d
}

func utoa(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
