package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CancelTransfer cancels the actor's own transfer request.
type CancelTransfer struct{ Name string }

func (c CancelTransfer) Run(t *command.Tx) (TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, isGaining)
	if err != nil {
		return TransferResult{}, err
	}
	return endTransfer(t, d, decisionState(t, registry.TransferClientCancelled, registry.TransferServerCancelled), "", registry.Price{})
}
