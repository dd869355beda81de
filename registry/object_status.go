package registry

import (
	"slices"
)

// HostSettable and ContactSettable are the statuses of a host and of a contact
// that the registrar may set (RFC 5732 section 2.3, RFC 5733 section 2.2).
var (
	HostSettable    = []Status{ClientDeleteProhibited, ClientUpdateProhibited}
	ContactSettable = []Status{ClientDeleteProhibited, ClientTransferProhibited, ClientUpdateProhibited}
)

// AllStatuses returns the set and derived statuses of h: ok if there is no other
// than linked.
func (h Host) AllStatuses(linked bool) []Status { return objectStatuses(h.Statuses, false, linked) }

// AllStatuses returns the set and derived statuses of c: ok if there is no other
// than linked.
func (c Contact) AllStatuses(linked bool) []Status {
	return objectStatuses(c.Statuses, c.HasPendingTransfer(), linked)
}

func objectStatuses(set []StatusEntry, transferring, linked bool) []Status {
	var all []Status
	for _, s := range set {
		if transferring && slices.Contains(hiddenByPending[StatusPendingTransfer], s.Status) {
			continue
		}
		all = append(all, s.Status)
	}
	if transferring {
		all = append(all, StatusPendingTransfer)
	}
	if len(all) == 0 {
		all = append(all, OK)
	}
	if linked {
		all = append(all, Linked)
	}
	return all
}

// AppliesTo reports whether s is one of settable, the client statuses of an
// object type, or the server status of the same name.
func (s Status) AppliesTo(settable []Status) bool {
	return slices.Contains(settable, s) || len(s) > 6 && s[:6] == "server" && slices.Contains(settable, "client"+s[6:])
}

// StatusChange is a change of the statuses of an object: either Set replaces them,
// or those of Rem are removed and those of Add appended (RFC 5730's rem and add).
// They are compared by Status; the notes in Rem are ignored. The zero StatusChange
// changes nothing.
type StatusChange struct {
	Set      *[]StatusEntry // nil: use Rem and Add
	Add, Rem []StatusEntry
}

// hasChanges reports whether c is not the zero StatusChange.
func (c StatusChange) hasChanges() bool { return c.Set != nil || len(c.Add)+len(c.Rem) > 0 }

// removes reports whether s is not set after c, if it is set before.
func (c StatusChange) removes(s Status) bool {
	return hasAny(c.Rem, s) || c.Set != nil && !hasAny(*c.Set, s)
}

// Apply returns set with the changes of c. By must be allowed to set each added or
// removed status (ErrStatusClient); Set keeps the present ones that it may not set.
// ErrNotAssociated for a status of Rem that is not set, ErrExists for one of Add
// that is.
func (c StatusChange) Apply(set []StatusEntry, by Actor) ([]StatusEntry, error) {
	rem, add := c.Rem, c.Add
	if c.Set != nil {
		rem, add = statusDifference(set, *c.Set), statusDifference(*c.Set, set)
		rem = slices.DeleteFunc(rem, func(e StatusEntry) bool { return !by.CanSetStatus(e.Status) })
	}
	for _, e := range slices.Concat(rem, add) {
		if !by.CanSetStatus(e.Status) {
			return set, ErrStatusClient.On("status", string(e.Status))
		}
	}
	for _, s := range rem {
		if !hasAny(set, s.Status) {
			return set, ErrNotAssociated.On("status", string(s.Status))
		}
		set = WithoutStatuses(set, s.Status)
	}
	for _, s := range add {
		if hasAny(set, s.Status) {
			return set, ErrExists.On("status", string(s.Status))
		}
		set = WithStatus(set, s)
	}
	return set, nil
}

// statusDifference returns the statuses of a that are not in b.
func statusDifference(a, b []StatusEntry) []StatusEntry {
	return slices.DeleteFunc(slices.Clone(a), func(s StatusEntry) bool { return hasAny(b, s.Status) })
}

// CanSetStatus reports whether a may add and remove the status s of its objects.
func (a Actor) CanSetStatus(s Status) bool {
	return slices.Contains(ClientSettable, s) || a.Operator() && slices.Contains(ServerSettable, s)
}

// CanUpdate returns ErrStatus if by may not update h (RFC 5732 section 3.2.5), and
// ErrStatusClient if c has a status that hosts cannot have.
func (h Host) CanUpdate(c StatusChange, by Actor) error {
	if err := checkUpdatable(h.Statuses, c, by); err != nil {
		return err
	}
	return c.checkSettable(HostSettable)
}

// CanUpdate returns ErrStatus if by may not update c (RFC 5733 section 3.2.5), and
// ErrStatusClient if change has a status that contacts cannot have.
func (c Contact) CanUpdate(change StatusChange, by Actor) error {
	if err := checkUpdatable(c.Statuses, change, by); err != nil {
		return err
	}
	if err := change.checkSettable(ContactSettable); err != nil {
		return err
	}
	if c.HasPendingTransfer() {
		return ErrStatus.On("status", string(StatusPendingTransfer))
	}
	return nil
}

// checkUpdatable returns ErrStatus if a contact or host with the statuses set may
// not be updated. clientUpdateProhibited permits the update that removes it, and
// operators may change statuses at any time.
func checkUpdatable(set []StatusEntry, c StatusChange, by Actor) error {
	switch {
	case by.Operator() && c.hasChanges():
		return nil
	case hasAny(set, ServerUpdateProhibited), hasAny(set, ClientUpdateProhibited) && !c.removes(ClientUpdateProhibited):
		return ErrStatus.On("status", "updateProhibited")
	}
	return nil
}

// checkSettable returns ErrStatusClient for a status that objects of a kind cannot
// have. settable are the statuses that their registrar may set.
func (c StatusChange) checkSettable(settable []Status) error {
	all := slices.Concat(c.Add, c.Rem)
	if c.Set != nil {
		all = slices.Concat(all, *c.Set)
	}
	for _, s := range all {
		if !s.Status.AppliesTo(settable) {
			return ErrStatusClient.On("status", string(s.Status))
		}
	}
	return nil
}
