package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RejectTransfer rejects the pending transfer of a domain of the actor. The
// state is serverCancelled for an operator, else clientRejected.
type RejectTransfer struct{ Name, Reason string }

func (c RejectTransfer) Run(t *command.Tx) (TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, isLosing)
	if err != nil {
		return TransferResult{}, err
	}
	return endTransfer(t, d, decisionState(t, registry.TransferClientRejected, registry.TransferServerCancelled), c.Reason, registry.Price{})
}
