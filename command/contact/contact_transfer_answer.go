package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AnswerContactTransfer ends a pending transfer of a contact. The losing side
// may approve or reject it, the gaining side may cancel it.
type AnswerContactTransfer struct {
	ID    registry.ContactID
	State registry.TransferState // TransferClientApproved, TransferClientRejected, TransferClientCancelled
}

func (c AnswerContactTransfer) Run(t *command.Tx) (registry.Transfer, error) {
	before, err := refreshContact(t, c.ID)
	if err != nil {
		return registry.Transfer{}, err
	}
	allowed := command.IsLosing
	if c.State == registry.TransferClientCancelled {
		allowed = command.IsGaining
	}
	switch tr := before.Transfer; {
	case before.HasPendingTransfer() && allowed(t.By, *tr):
	case !before.HasPendingTransfer() && (t.By.Owns(before.Registrar, before.Account) || tr != nil && command.IsEitherSide(t.By, *tr)):
		return registry.Transfer{}, registry.ErrNoTransfer.On("contact", string(c.ID))
	default:
		return registry.Transfer{}, registry.ErrNotYours.On("contact", string(c.ID))
	}
	after, err := before.EndTransfer(c.State, t.Now)
	if err != nil {
		return registry.Transfer{}, err
	}
	return *after.Transfer, endContactTransfer(t, after)
}
