package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CommitAccess commits the waiting entry with an ID in the address list of the
// actor's registrar, or all of them. It returns what it committed. For operators;
// ErrRole, ErrNoAccess.
type CommitAccess struct {
	ID int64 // 0: all
}

func (c CommitAccess) Run(t *command.Tx) (committed []registry.Access, err error) {
	if !t.By.Operator() {
		return nil, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	return committed, updateAccessList(t, func(list []registry.Access) ([]registry.Access, error) {
		if c.ID != 0 {
			if _, err := accessIndex(list, c.ID); err != nil {
				return nil, err
			}
		}
		for i := range list {
			if list[i].Waiting && (c.ID == 0 || c.ID == list[i].ID) {
				list[i].Waiting = false
				committed = append(committed, list[i])
			}
		}
		return list, nil
	})
}
