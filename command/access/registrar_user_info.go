package access

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
)

// RegistrarUserInfo returns one user of the actor's registrar by its number;
// ErrNoUser. For users with RoleSuper.
type RegistrarUserInfo struct{ Number int64 }

func (q RegistrarUserInfo) Answer(s *command.Snapshot) (RegistrarUser, error) {
	u, err := FindRegistrarUser(s, q.Number)
	if err != nil {
		return RegistrarUser{}, err
	}
	all, err := ListRegistrarUsers{}.Answer(s)
	if err != nil {
		return RegistrarUser{}, err
	}
	return all[slices.IndexFunc(all, func(m RegistrarUser) bool { return m.User.ID == u.ID })], nil
}
