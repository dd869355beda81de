package registry

import "time"

// Approved reports whether s gives the object to the gaining side.
func (s TransferState) Approved() bool {
	return s == TransferClientApproved || s == TransferServerApproved
}

// HasPendingTransfer reports whether d has a pending transfer.
func (d Domain) Pends() bool { return d.transferring() }

// RequestTransfer returns d with the transfer tr pending, for at most the policy's
// TransferWait (RFC 5731 section 3.2.4). Its faults are ErrTransferPending,
// ErrPendingState, ErrNotEligible and ErrStatus.
func (d Domain) AskTransfer(tr Transfer, now time.Time, p Policy) (Domain, error) {
	switch {
	case d.transferring():
		return d, ErrTransfering.On("name", string(d.Name))
	case d.Pending != nil:
		return d, ErrPendingState.On("name", string(d.Name))
	case d.Phase == Candidate:
		return d, ErrNotEligible.On("name", string(d.Name))
	case d.Has(ClientTransferProhibited, ServerTransferProhibited):
		return d, ErrStatus.On("status", "transferProhibited")
	case p.TransferFrozen && d.Has(ClientUpdateProhibited, ServerUpdateProhibited):
		return d, ErrStatus.On("status", "updateProhibited")
	case !d.standing():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	case now.Before(latest(d.Created, d.Transferred).Add(p.TransferLock)):
		return d, ErrStatus.On("status", "transferProhibited")
	}
	d = d.Clone()
	tr.State, tr.Requested, tr.Acted = TransferPending, now, p.later(now, p.TransferWait)
	tr.Losing, tr.LoseAccount = d.Registrar, d.Account
	d.Transfer = &tr
	return d, nil
}
