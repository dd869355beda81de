package zone

import (
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
)

// A Diff is the difference that one batch of changes made to one zone. From and
// To are its serials; the SOA is in neither list. A new zone has From 0, a
// removed one To 0. Both lists may be empty although the serial has changed.
type Diff struct {
	Zone           name.Name
	Hosted         bool
	From, To       uint32
	Removed, Added []RR
}

// A diffBuilder collects a Diff during a batch.
type diffBuilder struct {
	enabled bool
	counts  map[RR]int // times added less times removed
}

// diffOf returns the diffBuilder of a zone for the current batch.
func (p *state) diffOf(z *Zone) *diffBuilder {
	s := p.diffs[z]
	if s == nil {
		s = &diffBuilder{enabled: p.trackDiffs, counts: map[RR]int{}}
		p.diffs[z] = s
	}
	return s
}

func (s *diffBuilder) addDelegation(n name.Name, before, after *DelegationSet) {
	if s.enabled {
		s.add(before.rrs(string(n)), after.rrs(string(n)))
	}
}

func (s *diffBuilder) addAddrs(n name.Name, before, after []netip.Addr) {
	if s.enabled {
		s.add(addrRRs(string(n), before), addrRRs(string(n), after))
	}
}

func (s *diffBuilder) add(before, after []RR) {
	for _, rr := range before {
		s.counts[rr]--
	}
	for _, rr := range after {
		s.counts[rr]++
	}
}

// A hostedBefore is a hosted zone as it was before the current batch.
type hostedBefore struct {
	key     string
	existed bool
	serial  uint32
	rrs     []RR
}

// saveHosted saves a hosted zone before its first change in the current batch.
func (p *state) saveHosted(n name.Name, key string) {
	if !p.trackDiffs || p.hostedBefore[n] != nil {
		return
	}
	s := &hostedBefore{key: key}
	if c, serial := p.hostedZone(key); c != nil {
		s.existed, s.serial, s.rrs = true, serial, p.hostedRRs(c, n)
	}
	p.hostedBefore[n] = s
}

// finishBatch sets the new serials and returns the diffs of the changed zones.
func (p *state) finishBatch() (diffs []Diff) {
	for z, s := range p.diffs {
		from := z.Serial()
		if z.pendingSerial != 0 {
			z.serial.Store(z.pendingSerial)
		}
		z.pendingSerial = 0
		if !s.enabled {
			continue
		}
		d := Diff{Zone: z.Name, From: from, To: z.Serial()}
		for rr, n := range s.counts {
			switch {
			case n < 0:
				d.Removed = append(d.Removed, rr)
			case n > 0:
				d.Added = append(d.Added, rr)
			}
		}
		diffs = append(diffs, d.sorted())
	}
	for n, s := range p.hostedBefore {
		c, serial := p.hostedZone(s.key)
		if c == nil && !s.existed {
			continue
		}
		d := Diff{Zone: n, Hosted: true, From: s.serial, To: serial}
		var after []RR
		if c != nil {
			after = p.hostedRRs(c, n)
		}
		both := diffBuilder{counts: map[RR]int{}}
		both.add(s.rrs, after)
		for rr, n := range both.counts {
			if n < 0 {
				d.Removed = append(d.Removed, rr)
			} else if n > 0 {
				d.Added = append(d.Added, rr)
			}
		}
		diffs = append(diffs, d.sorted())
	}
	clear(p.diffs)
	clear(p.hostedBefore)
	slices.SortFunc(diffs, func(a, b Diff) int { return a.Zone.Compare(b.Zone) })
	return diffs
}

func (d Diff) sorted() Diff {
	slices.SortFunc(d.Removed, compareRR)
	slices.SortFunc(d.Added, compareRR)
	return d
}
