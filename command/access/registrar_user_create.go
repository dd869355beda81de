package access

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// maxRegistrarUsers bounds the users of one registrar.
const maxRegistrarUsers = 100

// CreateRegistrarUser creates a user of the actor's registrar. For its users with
// RoleSuper; ErrTooMany, ErrTaken.
type CreateRegistrarUser struct{ Patch UserPatch }

func (c CreateRegistrarUser) Run(t *command.Tx) (registry.User, error) {
	if err := t.RequireRole(registry.RoleSuper); err != nil {
		return registry.User{}, err
	}
	u, err := c.Patch.apply(registry.User{Realm: RegistrarRealm, Registrar: t.By.Registrar})
	if err != nil {
		return u, err
	}
	users, err := loadRegistrarUsers(t.Snapshot)
	if err != nil {
		return u, err
	}
	if len(users) >= maxRegistrarUsers {
		return u, registry.ErrTooMany.On("user", strconv.Itoa(maxRegistrarUsers))
	}
	return CreateUser{User: u, PasswordHash: c.Patch.PasswordHash}.Run(t)
}
