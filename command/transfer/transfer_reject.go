package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// RejectTransfer rejects the pending transfer of a domain of the actor. The
// state is serverCancelled for an operator, else clientRejected.
type RejectTransfer struct{ Name, Reason string }

func (c RejectTransfer) Run(t *command.Tx) (object.TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, command.IsLosing)
	if err != nil {
		return object.TransferResult{}, err
	}
	return object.EndTransfer(t, d, decisionState(t, registry.TransferClientRejected, registry.TransferServerCancelled), c.Reason, registry.Price{})
}
