package registry

import "time"

// ContactTransferWait is how long a request for a contact waits for the losing
// side (RFC 5733 section 3.2.4); contacts belong to no TLD that could say.
const ContactTransferWait = 5 * 24 * time.Hour

// Pends reports whether a transfer of c waits for its end.
func (c Contact) Pends() bool {
	return c.TransferState != nil && c.TransferState.State == TransferPending
}

// Due returns when At next differs from c; the zero time if it never does.
func (c Contact) Due() time.Time {
	if c.Pends() {
		return c.TransferState.Acted
	}
	return time.Time{}
}

// At returns c as it stands at now: a request that nobody answered is approved
// by time.
func (c Contact) At(now time.Time) Contact {
	if due := c.Due(); !due.IsZero() && !now.Before(due) {
		c, _ = c.EndTransfer(TransferServerApproved, due)
	}
	return c
}

// AskTransfer returns c with tr pending until the losing side has spoken. Its
// faults are ErrTransfering and ErrStatus.
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

// EndTransfer returns c after its pending transfer was decided as state says,
// or the fault that none is pending. A contact that changes hands loses its
// authInfo, which the losing side knows.
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
