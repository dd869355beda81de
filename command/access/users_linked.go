package access

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// LinkedUsers lists the other users of the actor's registrar that belong to the same
// person: they have the same ident, which only a user with RoleSuper can set.
type LinkedUsers struct{}

func (LinkedUsers) Answer(s *command.Snapshot) ([]registry.User, error) {
	me, err := UserInfo{}.Answer(s)
	if err != nil || me.Ident.Code == "" {
		return nil, err
	}
	users, err := loadRegistrarUsers(s)
	return slices.DeleteFunc(users, func(u registry.User) bool { return u.ID == me.ID || u.Disabled || u.Ident != me.Ident }), err
}
