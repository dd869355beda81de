package registry

import "time"

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
	after = after.extend(t, RenewPeriod, p.RenewGrace, price, now, p)
	switch {
	case p.exceedsHorizon(after.Expires, now):
		return d, ErrHorizon.On("period", t.String())
	case !after.Expires.After(now): // the whole term would be in the past
		return d, ErrTerm.On("period", t.String())
	case after.Phase == Active:
		return after, nil
	}
	return after.activate(), nil
}
