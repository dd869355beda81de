package command

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
)

// A Retained is a name that is not for everyone.
type Retained struct {
	Name   name.Name
	Status string // "reserved", "blocked" or "disputed"
}

// RetainedNames lists the names that policies keep back, in the order of the
// names: with Status, those of it alone.
type RetainedNames struct{ Status string }

func (q RetainedNames) Answer(s *Snapshot) ([]Retained, error) {
	all := []Retained{}
	add := func(status string, names []name.Name) {
		if q.Status != "" && q.Status != status {
			return
		}
		for _, n := range names {
			all = append(all, Retained{n, status})
		}
	}
	for _, tld := range slices.Sorted(maps.Keys(s.run.Policies)) {
		p := s.run.Policies[tld]
		add("reserved", p.Reserved)
		add("blocked", p.Blocked)
	}
	slices.SortStableFunc(all, func(a, b Retained) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}
