package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// RejectTransfer rejects the pending transfer of a domain of the actor. The
// state is serverCancelled for an operator, else clientRejected. Reason is for the
// gaining side and may be empty; ErrRange if it has more than 255 octets.
type RejectTransfer struct{ Name, Reason string }

const maxReason = 255

func (c RejectTransfer) Run(t *command.Tx) (object.TransferResult, error) {
	if len(c.Reason) > maxReason {
		return object.TransferResult{}, registry.ErrRange.On("reason", "")
	}
	d, err := loadPendingTransfer(t, c.Name, command.IsLosing)
	if err != nil {
		return object.TransferResult{}, err
	}
	return object.EndTransfer(t, d, decisionState(t, registry.TransferClientRejected, registry.TransferServerCancelled), c.Reason, registry.Price{})
}
