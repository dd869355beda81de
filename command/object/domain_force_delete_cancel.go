package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CancelForceDelete cancels the forced deletion of a domain. For operators;
// ErrNotForced if there is none.
type CancelForceDelete struct{ Name string }

func (c CancelForceDelete) Run(t *command.Tx) (registry.Domain, error) {
	d, _, err := loadForOperator(t, c.Name)
	if err != nil {
		return d, err
	}
	after, err := liftForceDelete(t, d)
	if err != nil {
		return d, err
	}
	return after, command.SaveDomain(t, registry.VerbForceCancel, d, after)
}
