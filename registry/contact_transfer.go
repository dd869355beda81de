package registry

import "time"

// ContactTransferWait is the time limit of a contact transfer request (RFC 5733
// section 3.2.4). Contacts belong to no TLD, so no policy sets it.
const ContactTransferWait = 5 * 24 * time.Hour

// HasPendingTransfer reports whether c has a pending transfer.
func (c Contact) Pends() bool {
	return c.TransferState != nil && c.TransferState.State == TransferPending
}

// Due returns the end of c's pending transfer, the first instant at which At
// differs from c; the zero time if there is none.
func (c Contact) Due() time.Time {
	if c.Pends() {
		return c.TransferState.Acted
	}
	return time.Time{}
}

// At returns c as of now. A transfer request that the losing side did not answer
// is approved when it is due.
func (c Contact) At(now time.Time) Contact {
	if due := c.Due(); !due.IsZero() && !now.Before(due) {
		c, _ = c.EndTransfer(TransferServerApproved, due)
	}
	return c
}

// RequestTransfer returns c with the transfer tr pending. Its faults are
// ErrTransferPending and ErrStatus.
func (c Contact) AskTransfer(tr Transfer, now time.Time) (Contact, error) {
	switch {
	case c.Pends():
		return c, ErrTransfering.On("contact", string(c.ID))
	case has(c.Statuses, ClientTransferProhibited, ServerTransferProhibited):
		return c, ErrStatus.On("status", "transferProhibited")
	}
	tr.State, tr.Requested, tr.Acted = TransferPending, now, now.Add(ContactTransferWait)
	tr.Losing, tr.LoseAccount = c.Registrar, c.Account
	c.TransferState = &tr
	return c, nil
}

// EndTransfer returns c with its pending transfer ended in state, or
// ErrNoTransfer. Approval clears the authInfo, which the losing side knows.
func (c Contact) EndTransfer(state TransferState, at time.Time) (Contact, error) {
	if !c.Pends() {
		return c, ErrNoTransfer.On("contact", string(c.ID))
	}
	tr := *c.TransferState
	tr.State, tr.Acted = state, at
	if c.TransferState = &tr; state.Approved() {
		c.Registrar, c.Account, c.Transferred, c.AuthInfo = tr.Gaining, tr.GainAccount, at, nil
	}
	return c, nil
}
