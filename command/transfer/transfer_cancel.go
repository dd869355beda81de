package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// CancelTransfer cancels the actor's own transfer request.
type CancelTransfer struct{ Name string }

func (c CancelTransfer) Run(t *command.Tx) (object.TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, command.IsGaining)
	if err != nil {
		return object.TransferResult{}, err
	}
	return object.EndTransfer(t, d, decisionState(t, registry.TransferClientCancelled, registry.TransferServerCancelled), "", registry.Price{})
}
