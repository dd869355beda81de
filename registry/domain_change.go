package registry

import (
	"slices"
	"time"
)

// The operations on a domain are pure functions: each returns d after the
// operation at now, or the fault that forbids it. Authorization, payment and
// storage belong to package command.

// Register returns d as a new registration for the term t.
func (d Domain) Register(t Term, price Price, now time.Time, p Policy) Domain {
	d = d.Clone().activate()
	d.Created, d.Expires, d.Graces = now, now, nil
	d = d.extend(t, AddPeriod, p.AddGrace, price, now, p)
	d.Expires = p.initialExpiry(now, t)
	return d
}

// Renew returns d extended by t (RFC 5731 section 3.2.3). It ends the phases
// Expired and Outzone, and PendingDelete if the policy has RenewCancelsDelete.
// Its faults are ErrStatus, ErrPendingState, ErrTerm, ErrRenewEarly and ErrHorizon.
func (d Domain) Renew(t Term, price Price, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.Has(ClientRenewProhibited, ServerRenewProhibited):
		return d, ErrStatus.On("status", "renewProhibited")
	case d.transferPending():
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case !d.registered() && !(d.Phase == PendingDelete && p.RenewCancelsDelete):
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case !p.Offers(t, d.Plan):
		return d, ErrTerm.On("period", t.String())
	case d.Plan == PlanFree && p.FreeRenewWindow > 0 && now.Before(d.Expires.Add(-p.FreeRenewWindow)),
		p.RenewWindow > 0 && now.Before(d.Expires.Add(-p.RenewWindow)):
		return d, ErrRenewEarly.On("exDate", d.Expires.Format(time.DateOnly))
	}
	after, err := d.Clone().addTerm(t, price, now, p)
	if err != nil {
		return d, err
	}
	return after, nil
}

// Upgrade returns d, which must have PlanFree, with PlanPaid and t added to its
// expiry date. Its faults are ErrUnsupported for a paid name, ErrStatus,
// ErrPendingState, ErrTerm and ErrHorizon.
func (d Domain) Upgrade(t Term, price Price, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.Plan != PlanFree:
		return d, ErrUnsupported.On("plan", "paid already")
	case d.Has(ClientRenewProhibited, ServerRenewProhibited):
		return d, ErrStatus.On("status", "renewProhibited")
	case d.Has(ClientUpdateProhibited, ServerUpdateProhibited):
		return d, ErrStatus.On("status", "updateProhibited")
	case d.transferPending():
		return d, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case !d.registered():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case !p.Offers(t, PlanPaid):
		return d, ErrTerm.On("period", t.String())
	}
	after := d.Clone()
	after.Plan = PlanPaid
	after, err := after.addTerm(t, price, now, p)
	if err != nil {
		return d, err
	}
	return after, nil
}

// addTerm returns d active and extended by t, with a renew grace period. ErrHorizon, or
// ErrTerm if the whole term would be in the past.
func (d Domain) addTerm(t Term, price Price, now time.Time, p Policy) (Domain, error) {
	after := d.extend(t, RenewPeriod, p.RenewGrace, price, now, p)
	switch {
	case p.exceedsHorizon(after.Expires, now):
		return d, ErrHorizon.On("period", t.String())
	case !after.Expires.After(now):
		return d, ErrTerm.On("period", t.String())
	case after.Phase == Active:
		return after, nil
	}
	return after.activate(), nil
}

// Delete returns d after its registrar deleted it (RFC 5731 section 3.2.2) and
// the running grace periods, which are to be refunded (RFC 3915 section 1). In
// the add period the domain is released at once. Its fault is ErrStatus.
func (d Domain) Delete(now time.Time, p Policy) (Domain, []Grace, error) {
	switch {
	case d.Has(ClientDeleteProhibited, ServerDeleteProhibited):
		return d, nil, ErrStatus.On("status", "deleteProhibited")
	case d.transferPending():
		return d, nil, ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return d, nil, ErrStatus.On("status", string(StatusPendingUpdate))
	case !d.registered():
		return d, nil, ErrStatus.On("status", string(StatusPendingDelete))
	}
	_, inAddPeriod := d.Grace(AddPeriod, now)
	d = d.Clone().WithoutExpiredGraces(now)
	refunds := d.Graces
	d.Graces = nil
	switch {
	case inAddPeriod:
		return d.enterPhase(Released, now, p), refunds, nil
	case p.Redemption > 0:
		d = d.enterPhase(Redemption, now, p)
	case p.DeletePeriod > 0:
		d.Phase, d.PhaseStart, d.PhaseEnds = PendingDelete, now, p.addDuration(now, p.DeletePeriod)
	default:
		d = d.enterPhase(PendingDelete, now, p)
	}
	for _, g := range refunds {
		d.Expires = p.subtractTerm(d.Expires, g.Term)
	}
	return d, refunds, nil
}

// Restore returns d restored from the redemption period (RFC 3915 section
// 4.2.5): in PendingRestore if the policy demands a report, otherwise active. An
// expired domain is extended until it ends after now; bought is the number of
// terms added, which are charged: of one year each, or for a free name of the
// policy's FreeDefault. ErrNotRedeemable in any other phase.
func (d Domain) Restore(now time.Time, p Policy, price Price) (after Domain, bought int, err error) {
	if d.Phase != Redemption {
		return d, 0, ErrNotRedeemable.On("status", string(d.Phase))
	}
	after = d.Clone()
	term := Years(1)
	if d.Plan == PlanFree && p.FreeDefault != (Term{}) {
		term = p.FreeDefault
	}
	for !after.Expires.After(now) {
		after = after.extend(term, RenewPeriod, 0, price, now, p)
		bought++
	}
	if p.RestoreReport > 0 {
		after.RedemptionEnds = after.PhaseEnds
		after.Phase, after.PhaseStart, after.PhaseEnds = PendingRestore, now, p.addDuration(now, p.RestoreReport)
		return after, bought, nil
	}
	return after.activate(), bought, nil
}

// AcceptReport returns d active, after its restore report was accepted (RFC 3915
// section 4.2.5); ErrNotRedeemable if d does not wait for one.
func (d Domain) AcceptReport() (Domain, error) {
	if d.Phase != PendingRestore {
		return d, ErrNotRedeemable.On("status", string(d.Phase))
	}
	return d.Clone().activate(), nil
}

// EndTransfer returns d with its pending transfer ended in state, or
// ErrNoTransfer. If state approves, the caller refunds the renewal that
// UndoneAutoRenew returns for the same instant.
func (d Domain) EndTransfer(state TransferState, now time.Time, p Policy) (Domain, error) {
	if !d.transferPending() {
		return d, ErrNoTransfer.On("name", string(d.Name))
	}
	return d.Clone().endTransfer(state, now, p), nil
}

// UndoneAutoRenew returns the automatic renewal that d's transfer undoes if it
// is approved at the instant at, and false if there is none. The transfer adds
// its own term, so the losing registrar is refunded (gTLD registry agreements).
func (d Domain) UndoneAutoRenew(at time.Time) (Grace, bool) {
	if d.Transfer == nil || d.Transfer.Term == (Term{}) {
		return Grace{}, false
	}
	return d.Grace(AutoRenewPeriod, at)
}

// endTransfer changes the sponsor if state approves: it adds the term of the
// request, clears the authInfo and ends the losing side's grace periods.
func (d Domain) endTransfer(state TransferState, at time.Time, p Policy) Domain {
	tr := *d.Transfer
	tr.State, tr.Acted, tr.Expires = state, at, time.Time{}
	d.Transfer = &tr
	if !state.Approved() {
		return d
	}
	if g, ok := d.UndoneAutoRenew(at); ok {
		d.Expires = p.subtractTerm(d.Expires, g.Term)
	}
	d.Registrar, d.Account, d.Transferred, d.AuthInfo, d.Graces = tr.Gaining, tr.GainingAccount, at, nil, nil
	if tr.NewRegistrant != "" {
		d.Registrant = tr.NewRegistrant
	}
	if tr.Term == (Term{}) {
		return d
	}
	price, _ := p.PriceOf(d.Premium, ProductTransfer, tr.Term)
	d = d.extend(tr.Term, TransferPeriod, p.TransferGrace, price, at, p)
	if p.exceedsHorizon(d.Expires, at) {
		d.Expires = p.termEnd(at, p.Horizon)
	}
	if d.Phase != Active && d.registered() && d.Expires.After(at) { // it had expired
		d = d.activate()
	}
	tr.Expires = d.Expires
	return d
}

// WithoutExpiredGraces returns d without the grace periods that ended by now.
func (d Domain) WithoutExpiredGraces(now time.Time) Domain {
	d.Graces = slices.DeleteFunc(slices.Clone(d.Graces), func(g Grace) bool { return !now.Before(g.Ends) })
	return d
}
