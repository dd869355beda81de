package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// decisionState returns server for an operator, else client.
func decisionState(t *command.Tx, client, server registry.TransferState) registry.TransferState {
	if t.By.Operator() {
		return server
	}
	return client
}

// loadPendingTransfer returns a domain with a pending transfer that the actor may
// end as that side; ErrNotYours for an actor on neither side, ErrNoTransfer when
// no transfer is pending.
func loadPendingTransfer(t *command.Tx, text string, onSide command.TransferSide) (registry.Domain, error) {
	d, _, err := object.LoadDomain(t, text)
	switch {
	case err != nil:
		return d, err
	case d.HasPendingTransfer() && onSide(t.By, *d.Transfer):
		return d, nil
	case t.By.Owns(d.Registrar, d.Account) && !d.HasPendingTransfer(), d.Transfer != nil && command.IsEitherSide(t.By, *d.Transfer) && !d.HasPendingTransfer():
		return d, registry.ErrNoTransfer.On("name", string(d.Name))
	}
	return d, registry.ErrNotYours.On("name", string(d.Name))
}
