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
	d.Phase, d.Created, d.Expires = Active, now, now
	d = d.extend(t, AddPeriod, p.AddGrace, price, now, p)
	return d
}

// Renew returns d with t more time (RFC 5731 section 3.2.3). It lifts an
// expiry, and the deletion that an expiry led to.
func (d Domain) Renew(t Term, price Price, now time.Time, p Policy) (Domain, error) {
	d = d.Clone()
	switch {
	case d.Has(ClientRenewProhibited, ServerRenewProhibited):
		return d, ErrStatus.On("status", "renewProhibited")
	case d.Transfer != nil && d.Transfer.State == TransferPending:
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Phase != Active && d.Phase != Expired && d.Phase != Outzone:
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case !p.Offers(t, d.Plan):
		return d, ErrTerm.On("period", t.String())
	case d.Plan == Free && p.FreeEnd > 0 && now.Before(d.Expires.Add(-p.FreeEnd)),
		p.RenewEnd > 0 && now.Before(d.Expires.Add(-p.RenewEnd)):
		return d, ErrRenewEarly.On("exDate", d.Expires.Format(time.DateOnly))
	}
	d = d.extend(t, RenewPeriod, p.RenewGrace, price, now, p)
	if (p.Horizon != Term{}) && d.Expires.After(p.end(now, p.Horizon)) {
		return d, ErrHorizon.On("period", t.String())
	}
	if d.Expires.After(now) {
		d.Phase, d.PhaseStart, d.PhaseEnds = Active, time.Time{}, time.Time{}
	}
	return d, nil
}

// Delete returns d after its registrar gave it up (RFC 5731 section 3.2.2),
// and the grace periods whose money is due back (RFC 3915 section 3.1.1): a
// name in its add period is gone at once.
func (d Domain) Delete(now time.Time, p Policy) (Domain, []Grace, error) {
	d = d.Clone()
	switch {
	case d.Has(ClientDeleteProhibited, ServerDeleteProhibited):
		return d, nil, ErrStatus.On("status", "deleteProhibited")
	case d.Transfer != nil && d.Transfer.State == TransferPending:
		return d, nil, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return d, nil, ErrStatus.On("status", string(StatusPendingUpdate))
	case d.Phase != Active && d.Phase != Expired && d.Phase != Outzone:
		return d, nil, ErrStatus.On("status", string(StatusPendingDelete))
	}
	var back []Grace
	for _, g := range d.Graces {
		if now.Before(g.Ends) {
			back = append(back, g)
		}
	}
	_, young := d.Grace(AddPeriod, now)
	d.Graces = nil
	switch {
	case young:
		d = d.enter(Released, now, p)
	case p.Redemption > 0:
		d = d.enter(Redemption, now, p)
	case p.Deletion > 0:
		d.Phase, d.PhaseStart, d.PhaseEnds = PendingDelete, now, now.Add(p.Deletion)
	default:
		d = d.enter(PendingDelete, now, p)
	}
	for _, g := range back {
		if d.Phase != Released && g.Period != AddPeriod {
			d.Expires = takeBack(d.Expires, g.Term)
		}
	}
	return d, back, nil
}

// Restore returns d saved from redemption (RFC 3915 section 4.2.5). With a
// report to come it waits as pendingRestore, otherwise it is active; a name
// whose time had run out gets the terms that bring it past now, which cost
// extra: bought is their number in years.
func (d Domain) Restore(now time.Time, p Policy, price Price) (after Domain, bought int, err error) {
	d = d.Clone()
	if d.Phase != Redemption {
		return d, 0, ErrNotRedeemable.On("status", string(d.Phase))
	}
	for !d.Expires.After(now) {
		d = d.extend(Years(1), RenewPeriod, 0, price, now, p)
		bought++
	}
	if p.RestoreReport > 0 {
		d.Redeemable = d.PhaseEnds
		d.Phase, d.PhaseStart, d.PhaseEnds = PendingRestore, now, now.Add(p.RestoreReport)
		return d, bought, nil
	}
	d.Phase, d.PhaseStart, d.PhaseEnds = Active, time.Time{}, time.Time{}
	return d, bought, nil
}

// Report returns d after the restore report was accepted.
func (d Domain) Report() (Domain, error) {
	d = d.Clone()
	if d.Phase != PendingRestore {
		return d, ErrNotRedeemable.On("status", string(d.Phase))
	}
	d.Phase, d.PhaseStart, d.PhaseEnds, d.Redeemable = Active, time.Time{}, time.Time{}, time.Time{}
	return d, nil
}

// EndTransfer returns d after its pending transfer was decided as state says,
// or the fault that none is pending.
func (d Domain) EndTransfer(state TransferState, now time.Time, p Policy) (Domain, error) {
	if d.Transfer == nil || d.Transfer.State != TransferPending {
		return d, ErrNoTransfer.On("name", string(d.Name))
	}
	return d.Clone().endTransfer(state, now, p), nil
}

// endTransfer changes the sponsor if state approves: time is added as the
// request said, the authInfo is spent, and a name that had just renewed itself
// does not do so twice.
func (d Domain) endTransfer(state TransferState, at time.Time, p Policy) Domain {
	tr := *d.Transfer
	tr.State, tr.Acted = state, at
	d.Transfer = &tr
	if state != TransferClientApproved && state != TransferServerApproved {
		return d
	}
	d.Registrar, d.Account, d.Transferred, d.AuthInfo = tr.Gaining, tr.GainAccount, at, nil
	if tr.GainContact != "" {
		d.Registrant = tr.GainContact
	}
	d.Graces = nil
	if (tr.Term != Term{}) {
		price, _ := p.Prices.Of(ProductTransfer, tr.Term)
		d = d.extend(tr.Term, TransferPeriod, p.TransferGrace, price, at, p)
		if limit := p.end(at, p.Horizon); (p.Horizon != Term{}) && d.Expires.After(limit) {
			d.Expires = limit
		}
	}
	return d
}

// takeBack returns when a registration ends that loses t again.
func takeBack(end time.Time, t Term) time.Time {
	return Term{-t.N, t.Unit}.After(end)
}

// Settled returns d without the grace periods that are over at now.
func (d Domain) Settled(now time.Time) Domain {
	d.Graces = slices.DeleteFunc(slices.Clone(d.Graces), func(g Grace) bool { return !now.Before(g.Ends) })
	return d
}
