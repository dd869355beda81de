package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// CheckStatusUpdate returns ErrStatus when a contact or host with the statuses
// set may not be updated. clientUpdateProhibited permits the update that removes
// it, and operators may change statuses at any time.
func CheckStatusUpdate(s *Snapshot, set []registry.StatusEntry, edit Edit[registry.StatusEntry]) error {
	unlocks := HasStatus(edit.Rem, registry.ClientUpdateProhibited) ||
		edit.Set != nil && !HasStatus(*edit.Set, registry.ClientUpdateProhibited)
	switch {
	case s.By.Operator() && edit.HasChanges():
		return nil
	case HasStatus(set, registry.ServerUpdateProhibited), HasStatus(set, registry.ClientUpdateProhibited) && !unlocks:
		return registry.ErrStatus.On("status", "updateProhibited")
	}
	return nil
}

// ApplyStatuses returns set with the changes of edit. The actor must be allowed
// to set each added or removed status; edit.Set keeps the present ones that it
// may not set.
func ApplyStatuses(s *Snapshot, set []registry.StatusEntry, edit Edit[registry.StatusEntry]) ([]registry.StatusEntry, error) {
	rem, add := edit.Rem, edit.Add
	if edit.Set != nil {
		rem, add = statusDifference(set, *edit.Set), statusDifference(*edit.Set, set)
		rem = slices.DeleteFunc(rem, func(e registry.StatusEntry) bool { return !CanSetStatus(s, e.Status) })
	}
	for _, e := range slices.Concat(rem, add) {
		if !CanSetStatus(s, e.Status) {
			return set, registry.ErrStatusClient.On("status", string(e.Status))
		}
	}
	for _, s := range rem {
		left := registry.WithoutStatuses(set, s.Status)
		if len(left) == len(set) {
			return set, registry.ErrNotAssociated.On("status", string(s.Status))
		}
		set = left
	}
	for _, s := range add {
		if HasStatus(set, s.Status) {
			return set, registry.ErrExists.On("status", string(s.Status))
		}
		set = registry.WithStatus(set, s)
	}
	return set, nil
}

// statusDifference returns the statuses of a that are not in b.
func statusDifference(a, b []registry.StatusEntry) []registry.StatusEntry {
	return slices.DeleteFunc(slices.Clone(a), func(s registry.StatusEntry) bool { return HasStatus(b, s.Status) })
}

// HasStatus reports whether set contains st, with any note.
func HasStatus(set []registry.StatusEntry, st registry.Status) bool {
	return slices.ContainsFunc(set, func(s registry.StatusEntry) bool { return s.Status == st })
}

// CheckSettable returns ErrStatusClient for a status that objects of the kind
// cannot have. settable are the statuses that their registrar may set.
func CheckSettable(e Edit[registry.StatusEntry], settable []registry.Status) error {
	all := slices.Concat(e.Add, e.Rem)
	if e.Set != nil {
		all = slices.Concat(all, *e.Set)
	}
	for _, s := range all {
		if !s.Status.AppliesTo(settable) {
			return registry.ErrStatusClient.On("status", string(s.Status))
		}
	}
	return nil
}

// CanSetStatus reports whether the actor may add and remove the status st.
func CanSetStatus(s *Snapshot, st registry.Status) bool {
	return slices.Contains(registry.ClientSettable, st) ||
		s.By.Operator() && slices.Contains(registry.ServerSettable, st)
}
