package registry

import (
	"time"

	"github.com/cadastre-registry/cadastre/money"
)

// Approved reports whether s gives the object to the gaining side.
func (s TransferState) Approved() bool {
	return s == TransferClientApproved || s == TransferServerApproved
}

// PaidPrice returns the price that the gaining side has paid.
func (tr Transfer) PaidPrice() Price {
	return Price{
		Retail:    money.Amount{Minor: tr.Price, Currency: tr.Currency},
		Wholesale: money.Amount{Minor: tr.Wholesale, Currency: tr.Currency},
	}
}

// HasPendingTransfer reports whether d has a pending transfer.
func (d Domain) HasPendingTransfer() bool { return d.transferPending() }

// RequestTransfer returns d with the transfer tr pending, for at most the policy's
// TransferWait (RFC 5731 section 3.2.4). Its faults are ErrTransferPending,
// ErrPendingState, ErrNotEligible and ErrStatus.
func (d Domain) RequestTransfer(tr Transfer, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.transferPending():
		return d, ErrTransferPending.On("name", string(d.Name))
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case d.Phase == DeleteCandidate:
		return d, ErrNotEligible.On("name", string(d.Name))
	case d.Has(ClientTransferProhibited, ServerTransferProhibited):
		return d, ErrStatus.On("status", "transferProhibited")
	case p.UpdateProhibitedStopsTransfer && d.Has(ClientUpdateProhibited, ServerUpdateProhibited):
		return d, ErrStatus.On("status", "updateProhibited")
	case !d.registered():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case now.Before(Later(d.Created, d.Transferred).Add(p.TransferLock)):
		return d, ErrStatus.On("status", "transferProhibited")
	}
	d = d.Clone()
	tr.State, tr.Requested, tr.Acted = TransferPending, now, p.addDuration(now, p.TransferWait)
	tr.Losing, tr.LosingAccount = d.Registrar, d.Account
	d.Transfer = &tr
	return d, nil
}
