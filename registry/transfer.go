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
	tr.Expires = d.endTransfer(TransferServerApproved, tr.Acted, p).Transfer.Expires
	return d, nil
}

// ContactTransferWait is the time limit of a contact transfer request (RFC 5733
// section 3.2.4). Contacts belong to no TLD, so no policy sets it.
const ContactTransferWait = 5 * 24 * time.Hour

// HasPendingTransfer reports whether c has a pending transfer.
func (c Contact) HasPendingTransfer() bool {
	return c.Transfer != nil && c.Transfer.State == TransferPending
}

// Due returns the end of c's pending transfer, the first instant at which At
// differs from c; the zero time if there is none.
func (c Contact) Due() time.Time {
	if c.HasPendingTransfer() {
		return c.Transfer.Acted
	}
	return time.Time{}
}

// At returns c as of now. A transfer request that the losing side did not answer
// is approved when it is due.
func (c Contact) At(now time.Time) Contact {
	if c.IsDue(now) {
		c, _ = c.EndTransfer(TransferServerApproved, c.Due())
	}
	return c
}

// IsDue reports whether c has a pending transfer that ends at or before now.
func (c Contact) IsDue(now time.Time) bool { return isReached(c.Due(), now) }

// RequestTransfer returns c with the transfer tr pending. Its faults are
// ErrTransferPending and ErrStatus.
func (c Contact) RequestTransfer(tr Transfer, now time.Time) (Contact, error) {
	switch {
	case c.HasPendingTransfer():
		return c, ErrTransferPending.On("contact", string(c.ID))
	case hasAny(c.Statuses, ClientTransferProhibited, ServerTransferProhibited):
		return c, ErrStatus.On("status", "transferProhibited")
	}
	tr.State, tr.Requested, tr.Acted = TransferPending, now, now.Add(ContactTransferWait)
	tr.Losing, tr.LosingAccount = c.Registrar, c.Account
	c.Transfer = &tr
	return c, nil
}

// EndTransfer returns c with its pending transfer ended in state, or
// ErrNoTransfer. Approval clears the authInfo, which the losing side knows.
func (c Contact) EndTransfer(state TransferState, at time.Time) (Contact, error) {
	if !c.HasPendingTransfer() {
		return c, ErrNoTransfer.On("contact", string(c.ID))
	}
	tr := *c.Transfer
	tr.State, tr.Acted = state, at
	if c.Transfer = &tr; state.Approved() {
		c.Registrar, c.Account, c.Transferred, c.AuthInfo = tr.Gaining, tr.GainingAccount, at, nil
	}
	return c, nil
}
