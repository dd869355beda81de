package view

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/name"
)

// A Step is what one batch of changes did to one zone. From and To are its
// serials; the SOA is in neither list. A zone that appears has From 0, one that
// goes To 0. A batch may touch a zone and leave its records as they were.
type Step struct {
	Zone           name.Name
	Hosted         bool
	From, To       uint32
	Removed, Added []RR
}

// A step is a Step while it comes about: how often each record was added, less
// how often removed.
type step struct {
	on   bool
	sums map[RR]int
}

// step returns what has happened to a zone since the last batch.
func (p *picture) step(z *Zone) *step {
	s := p.steps[z]
	if s == nil {
		s = &step{on: p.journal, sums: map[RR]int{}}
		p.steps[z] = s
	}
	return s
}

func (s *step) cut(n name.Name, was, is *Cut) {
	if s.on {
		s.count(was.rrs(string(n)), is.rrs(string(n)))
	}
}

func (s *step) addrs(n name.Name, was, is []netip.Addr) {
	if s.on {
		s.count(addrRRs(string(n), was), addrRRs(string(n), is))
	}
}

func (s *step) count(was, is []RR) {
	for _, rr := range was {
		s.sums[rr]--
	}
	for _, rr := range is {
		s.sums[rr]++
	}
}

// An ownStep is what a hosted zone was before the batch.
type ownStep struct {
	key    string
	there  bool
	serial uint32
	rrs    []RR
}

// remember keeps what a hosted zone is, before it changes for the first time
// since the last batch.
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

// end ends a batch: the serials move, and who asked is told.
func (p *picture) end() (told []Step) {
	for z, s := range p.steps {
		from := z.Serial()
		if z.touched != 0 {
			z.serial.Store(z.touched)
		}
		z.touched = 0
		if !s.on {
			continue
		}
		t := Step{Zone: z.Name, From: from, To: z.Serial()}
		for rr, n := range s.sums {
			switch {
			case n < 0:
				t.Removed = append(t.Removed, rr)
			case n > 0:
				t.Added = append(t.Added, rr)
			}
		}
		told = append(told, t.sorted())
	}
	for n, s := range p.own {
		c, serial := p.ownZone(s.key)
		if c == nil && !s.there {
			continue
		}
		t := Step{Zone: n, Hosted: true, From: s.serial, To: serial}
		var is []RR
		if c != nil {
			is = p.ownRRs(c, n)
		}
		both := step{sums: map[RR]int{}}
		both.count(s.rrs, is)
		for rr, n := range both.sums {
			if n < 0 {
				t.Removed = append(t.Removed, rr)
			} else if n > 0 {
				t.Added = append(t.Added, rr)
			}
		}
		told = append(told, t.sorted())
	}
	clear(p.steps)
	clear(p.own)
	slices.SortFunc(told, func(a, b Step) int { return a.Zone.Compare(b.Zone) })
	return told
}

func (t Step) sorted() Step {
	slices.SortFunc(t.Removed, compareRR)
	slices.SortFunc(t.Added, compareRR)
	return t
}

func utoa(n uint32) string { return strconv.FormatUint(uint64(n), 10) }
