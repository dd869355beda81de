package registry

import "time"

// SamePerson reports whether c and o stand for one person or company: by their
// idents where there are any, else by their handles.
func (c Contact) SamePerson(o Contact) bool {
	if c.Ident == (Ident{}) && o.Ident == (Ident{}) {
		return c.ID == o.ID
	}
	return c.Ident == o.Ident
}

// Await returns d with ask waiting for the registrant's word, for as long as
// the policy gives it (EPP code 1001). The lock and the statuses that forbid
// what is asked are the asking command's to look at; ErrPendingState and
// ErrStatus are that nothing else may be under way.
func (d Domain) Await(ask Pending, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case d.transferring():
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case !d.standing():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	}
	d = d.Clone()
	ask.Asked, ask.Ends = now, now.Add(p.Confirm) // hours, whatever summer time does to days
	d.Pending = &ask
	return d, nil
}

// Answered returns d after the registrant has spoken: nothing waits any more.
func (d Domain) Answered() Domain {
	d = d.Clone()
	d.Pending = nil
	return d
}
