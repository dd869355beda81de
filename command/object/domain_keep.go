package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// KeepDomain is UpdateDomain for an interface without a restore: if Update switches the
// automatic renewal on, a domain in redemption is restored first and the price of the
// restore is charged (RestoreDomain). Either both happen or nothing.
type KeepDomain struct{ Update UpdateDomain }

func (c KeepDomain) Run(t *command.Tx) (UpdateDomainResult, error) {
	if c.Update.AutoRenew == nil || !*c.Update.AutoRenew {
		return c.Update.Run(t)
	}
	d, err := t.FindOwnDomain(c.Update.Name)
	if err == nil && d.Phase == registry.Redemption {
		_, err = RestoreDomain{Name: c.Update.Name}.Run(t)
	}
	if err != nil {
		return UpdateDomainResult{}, err
	}
	return c.Update.Run(t)
}

// Wrapped returns the command whose name is logged.
func (c KeepDomain) Wrapped() any { return c.Update }
