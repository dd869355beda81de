package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListAccess returns the actor's registrar, with its address list.
type ListAccess struct{}

func (ListAccess) Answer(s *command.Snapshot) (registry.Registrar, error) {
	if err := s.RequireRole(registry.RoleSuper); err != nil {
		return registry.Registrar{}, err
	}
	return s.FindRegistrar(s.By.Registrar)
}
