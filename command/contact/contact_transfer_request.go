package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RequestContactTransfer requests the transfer of a contact to the actor (RFC
// 5733 section 3.2.4). It is free, and pending until the losing side decides or
// registry.ContactTransferWait has passed. Its faults include
// ErrAlreadySponsor, ErrAuthInfo, ErrTransferPending and ErrStatus.
type RequestContactTransfer struct {
	ID       registry.ContactID
	AuthInfo string
}

func (c RequestContactTransfer) Run(t *command.Tx) (registry.Transfer, error) {
	var none registry.Transfer
	if t.By.Registrar == "" {
		return none, registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	before, err := refreshContact(t, c.ID)
	switch {
	case err != nil:
		return none, err
	case t.By.Owns(before.Registrar, before.Account):
		return none, registry.ErrAlreadySponsor.On("contact", string(c.ID))
	}
	if err := verifyContactAuthInfo(t.Snapshot, before, c.AuthInfo); err != nil {
		return none, err
	}
	tr := registry.Transfer{Kind: registry.KindContact, Key: string(c.ID), Gaining: t.By.Registrar, GainingAccount: t.By.Account}
	if tr.ID, err = t.Store.NextID(); err != nil {
		return none, err
	}
	after, err := before.RequestTransfer(tr, t.Now)
	if err != nil {
		return none, err
	}
	tr = *after.Transfer
	if err := t.Store.Transfers().Put(tr); err != nil {
		return none, err
	}
	if err := command.QueueTransferMessages(t, tr); err != nil {
		return none, err
	}
	return tr, SaveContact(t, registry.VerbTransferRequest, after)
}
