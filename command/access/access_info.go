package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AccessInfo returns one entry of the list; ErrNoAccess.
type AccessInfo struct{ ID int64 }

func (q AccessInfo) Answer(s *command.Snapshot) (registry.Access, error) {
	r, err := ListAccess{}.Answer(s)
	if err != nil {
		return registry.Access{}, err
	}
	i, err := accessIndex(r.Access, q.ID)
	if err != nil {
		return registry.Access{}, err
	}
	return r.Access[i], nil
}
