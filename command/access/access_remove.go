package access

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RemoveAccess removes an entry from the list, with effect from the next login or
// request. ErrNoAccess, ErrOwnAccess.
type RemoveAccess struct{ ID int64 }

func (c RemoveAccess) Run(t *command.Tx) (registry.Access, error) {
	var a registry.Access
	err := updateAccessList(t, func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessIndex(list, c.ID)
		if err != nil {
			return nil, err
		}
		a = list[i]
		return slices.Delete(list, i, i+1), nil
	})
	return a, err
}
