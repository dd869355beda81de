package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// The users of a registrar with RoleSuper maintain its address list. An entry for
// the API waits until an operator commits it (contract D17), and the committed ones
// are applied if Runner.AddressLists is set. Prefixes that the operator added to
// Registrar.Allow stay.

// AddAccess adds an address or a range to the address list of the actor's
// registrar. ErrSyntax or ErrRange for an invalid one, ErrExists, ErrTooMany,
// ErrOwnAccess.
type AddAccess struct {
	Address    string
	Interfaces []registry.Interface
}

func (c AddAccess) Run(t *command.Tx) (registry.Access, error) {
	p, err := registry.ParseAccess(c.Address)
	if err != nil {
		return registry.Access{}, err
	}
	id, err := t.Store.NextID()
	if err != nil {
		return registry.Access{}, err
	}
	a := registry.Access{ID: id, Prefix: p, Interfaces: c.Interfaces, Created: t.Now, CreatedBy: t.By.Author(), Waiting: isForAPI(c.Interfaces)}
	return a, updateAccessList(t, func(list []registry.Access) ([]registry.Access, error) {
		return append(list, a), checkInterfaces(c.Interfaces)
	})
}
