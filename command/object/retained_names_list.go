package object

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
)

// RetainedName is a name that cannot be registered freely.
type RetainedName struct {
	Name   name.Name
	Status string // "reserved", "blocked" or "disputed"
}

// ListRetainedNames lists the names that policies block or reserve, and those that
// operators reserved, in name order.
type ListRetainedNames struct{ Status string } // "": every status

func (q ListRetainedNames) Answer(s *command.Snapshot) ([]RetainedName, error) {
	all := []RetainedName{}
	add := func(status string, names []name.Name) {
		if q.Status != "" && q.Status != status {
			return
		}
		for _, n := range names {
			all = append(all, RetainedName{n, status})
		}
	}
	for _, tld := range slices.Sorted(maps.Keys(s.Runner.Policies)) {
		p := s.Runner.Policies[tld]
		add("reserved", p.Reserved)
		add("blocked", p.Blocked)
	}
	reserved, err := listOperatorReservations(s)
	if err != nil {
		return nil, err
	}
	add("reserved", reserved)
	slices.SortStableFunc(all, func(a, b RetainedName) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// listOperatorReservations returns the names that ReserveName has reserved and no
// policy has.
func listOperatorReservations(s *command.Snapshot) (names []name.Name, err error) {
	for setting, err := range s.Store.Settings().All() {
		if err != nil {
			return nil, err
		}
		n, ok := strings.CutPrefix(setting.Key, reservationKey(""))
		if !ok {
			continue
		}
		if p, ok := s.Runner.Policies[name.Name(n).Parent()]; ok && !slices.Contains(p.Reserved, name.Name(n)) {
			names = append(names, name.Name(n))
		}
	}
	return names, nil
}
