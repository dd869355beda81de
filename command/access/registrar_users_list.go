package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListRegistrarUsers lists the users of the actor's registrar in the order of their
// numbers. For users with RoleSuper.
type ListRegistrarUsers struct{}

func (ListRegistrarUsers) Answer(s *command.Snapshot) ([]RegistrarUser, error) {
	if err := s.RequireRole(registry.RoleSuper); err != nil {
		return nil, err
	}
	users, err := loadRegistrarUsers(s)
	if err != nil {
		return nil, err
	}
	byID := map[string]registry.User{}
	for _, u := range users {
		byID[string(u.ID)] = u
	}
	all := make([]RegistrarUser, len(users))
	for i, u := range users {
		certs, err := listCertificates(s, u)
		if err != nil {
			return nil, err
		}
		all[i] = RegistrarUser{u, certs, byID, s.Now}
	}
	return all, nil
}
