package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateAccess updates an entry of the list; a field that is nil or "" is not
// changed. An entry for the API that changes waits for the operator again.
// ErrNoAccess, ErrOwnAccess.
type UpdateAccess struct {
	ID         int64
	Address    string
	Interfaces []registry.Interface
}

func (c UpdateAccess) Run(t *command.Tx) (registry.Access, error) {
	var a registry.Access
	err := updateAccessList(t, func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessIndex(list, c.ID)
		if err != nil {
			return nil, err
		}
		before := list[i]
		if c.Address != "" {
			if list[i].Prefix, err = registry.ParseAccess(c.Address); err != nil {
				return nil, err
			}
		}
		if c.Interfaces != nil {
			if err := checkInterfaces(c.Interfaces); err != nil {
				return nil, err
			}
			list[i].Interfaces = c.Interfaces
		}
		if list[i].Prefix != before.Prefix || !isForAPI(before.Interfaces) {
			list[i].Waiting = true
		}
		list[i].Waiting = list[i].Waiting && isForAPI(list[i].Interfaces)
		list[i].Updated, list[i].UpdatedBy = t.Now, t.By.Author()
		a = list[i]
		return list, nil
	})
	return a, err
}
