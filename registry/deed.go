package registry

import (
	"slices"
	"time"
)

// What commands do to a domain, as pure functions: each returns what becomes
// of d at now, or the fault of it. Who may do it, what it costs and where it is
// written down is for the command to say.

// Register returns d as a new registration for t.
func (d Domain) Register(t Term, price Price, now time.Time, p Policy) Domain {
	d = d.Clone().activate()
	d.Created, d.Expires, d.Graces = now, now, nil
	d = d.extend(t, AddPeriod, p.AddGrace, price, now, p)
	d.Expires = p.firstEnd(now, t)
	return d
}

// Renew returns d with t more time (RFC 5731 section 3.2.3). It lifts an
// expiry; where the policy says so, a deletion as well.
func (d Domain) Renew(t Term, price Price, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.Has(ClientRenewProhibited, ServerRenewProhibited):
		return d, ErrStatus.On("status", "renewProhibited")
	case d.transferring():
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case !d.standing() && !(d.Phase == PendingDelete && p.RenewSaves):
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case !p.Offers(t, d.Plan):
		return d, ErrTerm.On("period", t.String())
	case d.Plan == Free && p.FreeEnd > 0 && now.Before(d.Expires.Add(-p.FreeEnd)),
		p.RenewEnd > 0 && now.Before(d.Expires.Add(-p.RenewEnd)):
		return d, ErrRenewEarly.On("exDate", d.Expires.Format(time.DateOnly))
	}
	after := d.Clone().extend(t, RenewPeriod, p.RenewGrace, price, now, p)
	switch {
	case p.beyond(after.Expires, now):
		return d, ErrHorizon.On("period", t.String())
	case !after.Expires.After(now): // it would pay for time that is over
		return d, ErrTerm.On("period", t.String())
	case after.Phase == Active:
		return after, nil
	}
	return after.activate(), nil
}

// Delete returns d after its registrar gave it up (RFC 5731 section 3.2.2),
// and the grace periods whose money is due back (RFC 3915 section 1): a name in
// its add period is gone at once.
func (d Domain) Delete(now time.Time, p Policy) (Domain, []Grace, error) {
	switch {
	case d.Has(ClientDeleteProhibited, ServerDeleteProhibited):
		return d, nil, ErrStatus.On("status", "deleteProhibited")
	case d.transferring():
		return d, nil, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return d, nil, ErrStatus.On("status", string(StatusPendingUpdate))
	case !d.standing():
		return d, nil, ErrStatus.On("status", string(StatusPendingDelete))
	}
	_, young := d.Grace(AddPeriod, now)
	d = d.Clone().Settled(now)
	back := d.Graces
	d.Graces = nil
	switch {
	case young:
		return d.enter(Released, now, p), back, nil
	case p.Redemption > 0:
		d = d.enter(Redemption, now, p)
	case p.Deletion > 0:
		d.Phase, d.PhaseStart, d.PhaseEnds = PendingDelete, now, p.later(now, p.Deletion)
	default:
		d = d.enter(PendingDelete, now, p)
	}
	for _, g := range back {
		d.Expires = p.takeBack(d.Expires, g.Term)
	}
	return d, back, nil
}

// Restore returns d saved from redemption (RFC 3915 section 4.2.5). With a
// report to come it waits as pendingRestore, otherwise it is active. A name
// whose time had run out gets the terms that bring it past now, which cost
// extra: bought is their number, in years, or for a free name in its usual
// terms.
func (d Domain) Restore(now time.Time, p Policy, price Price) (after Domain, bought int, err error) {
	if d.Phase != Redemption {
		return d, 0, ErrNotRedeemable.On("status", string(d.Phase))
	}
	after = d.Clone()
	term := Years(1)
	if d.Plan == Free && p.FreeUsual != (Term{}) {
		term = p.FreeUsual
	}
	for !after.Expires.After(now) {
		after = after.extend(term, RenewPeriod, 0, price, now, p)
		bought++
	}
	if p.RestoreReport > 0 {
		after.Redeemable = after.PhaseEnds
		after.Phase, after.PhaseStart, after.PhaseEnds = PendingRestore, now, p.later(now, p.RestoreReport)
		return after, bought, nil
	}
	return after.activate(), bought, nil
}

// Report returns d after the restore report was accepted (RFC 3915 section
// 4.2.5).
func (d Domain) Report() (Domain, error) {
	if d.Phase != PendingRestore {
		return d, ErrNotRedeemable.On("status", string(d.Phase))
	}
	return d.Clone().activate(), nil
}

// EndTransfer returns d after its pending transfer was decided as state says,
// or the fault that none is pending. If Overtaken of d names a renewal, its
// money is due back.
func (d Domain) EndTransfer(state TransferState, now time.Time, p Policy) (Domain, error) {
	if !d.transferring() {
		return d, ErrNoTransfer.On("name", string(d.Name))
	}
	return d.Clone().endTransfer(state, now, p), nil
}

// Overtaken returns the automatic renewal that d's transfer undoes if it
// succeeds at the instant at: the transfer brings a term of its own, so the
// losing side gets its money back. gTLD registries do so by contract.
func (d Domain) Overtaken(at time.Time) (Grace, bool) {
	if d.Transfer == nil || d.Transfer.Term == (Term{}) {
		return Grace{}, false
	}
	return d.Grace(AutoRenewPeriod, at)
}

// endTransfer changes the sponsor if state approves: time is added as the
// request said, the authInfo is spent, and the losing side's grace periods end.
func (d Domain) endTransfer(state TransferState, at time.Time, p Policy) Domain {
	tr := *d.Transfer
	tr.State, tr.Acted = state, at
	d.Transfer = &tr
	if !state.Approved() {
		return d
	}
	if g, ok := d.Overtaken(at); ok {
		d.Expires = p.takeBack(d.Expires, g.Term)
	}
	d.Registrar, d.Account, d.Transferred, d.AuthInfo, d.Graces = tr.Gaining, tr.GainAccount, at, nil, nil
	if tr.GainContact != "" {
		d.Registrant = tr.GainContact
	}
	if tr.Term == (Term{}) {
		return d
	}
	price, _ := p.Prices.Of(ProductTransfer, tr.Term)
	d = d.extend(tr.Term, TransferPeriod, p.TransferGrace, price, at, p)
	if p.beyond(d.Expires, at) {
		d.Expires = p.end(at, p.Horizon)
	}
	if d.Phase != Active && d.standing() && d.Expires.After(at) { // it had expired
		d = d.activate()
	}
	return d
}

// Settled returns d without the grace periods that are over at now.
func (d Domain) Settled(now time.Time) Domain {
	d.Graces = slices.DeleteFunc(slices.Clone(d.Graces), func(g Grace) bool { return !now.Before(g.Ends) })
	return d
}
