package object

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// RetainedName is a name that cannot be registered freely.
type RetainedName struct {
	Name   name.Name
	Status string // "reserved", "blocked" or "disputed"
}

// ListRetainedNames lists the reserved and blocked names of the TLDs whose lists are public,
// in name order: at most namelist.MaxLines of a TLD. Patterns are left out.
type ListRetainedNames struct{ Status string } // "": every status

func (q ListRetainedNames) Answer(s *command.Snapshot) ([]RetainedName, error) {
	reserved, err := listReservationPasswords(s)
	if err != nil {
		return nil, err
	}
	all := []RetainedName{}
	for _, tld := range slices.Sorted(maps.Keys(s.Runner.Policies)) {
		if !s.Runner.Policies[tld].PublicLists {
			continue
		}
		if all, err = q.appendZone(s, all, tld, reserved); err != nil {
			return nil, err
		}
	}
	for n := range reserved {
		all = q.add(all, n, string(namelist.Reserved))
	}
	slices.SortFunc(all, func(a, b RetainedName) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(b.Status, a.Status))
	})
	return all, nil
}

// appendZone appends the listed names of a zone, and deletes them from reserved.
func (q ListRetainedNames) appendZone(s *command.Snapshot, all []RetainedName, zone name.Name, reserved map[name.Name]bool) ([]RetainedName, error) {
	const page = 1000
	for after, read := name.Name(""), 0; read < namelist.MaxLines; read += page {
		list, err := s.Store.Listings().List(zone, after, page)
		if err != nil || len(list) == 0 {
			return all, err
		}
		for _, l := range list {
			after = l.Name
			delete(reserved, l.Name)
			for _, e := range l.Entries {
				if e.IsActive(s.Now) && e.Class != namelist.Premium && !namelist.IsPattern(l.Name) {
					all = q.add(all, l.Name, string(e.Class))
				}
			}
		}
	}
	return all, nil
}

func (q ListRetainedNames) add(all []RetainedName, n name.Name, status string) []RetainedName {
	if q.Status != "" && q.Status != status {
		return all
	}
	return append(all, RetainedName{n, status})
}

// listReservationPasswords returns the names below our TLDs that have a password.
func listReservationPasswords(s *command.Snapshot) (map[name.Name]bool, error) {
	names := map[name.Name]bool{}
	for setting, err := range s.Store.Settings().All() {
		if err != nil {
			return nil, err
		}
		n, ok := strings.CutPrefix(setting.Key, reservationKey(""))
		if _, ours := s.Runner.Policies[name.Name(n).Parent()]; ok && ours {
			names[name.Name(n)] = true
		}
	}
	return names, nil
}
