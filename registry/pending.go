package registry

import "time"

// SamePerson reports whether c and o are the same person or company: by ident if
// either has one, otherwise by handle.
func (c Contact) SamePerson(o Contact) bool {
	if c.Ident == (Ident{}) && o.Ident == (Ident{}) {
		return c.ID == o.ID
	}
	return c.Ident == o.Ident
}

// AwaitConfirmation returns d with change pending until the registrant confirms
// it or Policy.ConfirmPeriod ends (EPP code 1001). Its faults are ErrPendingState
// and ErrStatus, for another operation in progress; the caller checks the lock and
// the statuses that forbid the change itself.
func (d Domain) AwaitConfirmation(change Pending, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case d.transferPending():
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case !d.registered():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	}
	d = d.Clone()
	change.Requested, change.Ends = now, now.Add(p.ConfirmPeriod) // hours, not calendar days
	d.Pending = &change
	return d, nil
}

// ClearPending returns d without a pending change.
func (d Domain) ClearPending() Domain {
	d = d.Clone()
	d.Pending = nil
	return d
}
