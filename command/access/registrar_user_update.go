package access

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateRegistrarUser updates a user of the actor's registrar, by its number. A new
// password retires the user's tokens. For users with RoleSuper; ErrLastSuper if
// no active one would be left, ErrOwnAccess if the actor would lose its access.
type UpdateRegistrarUser struct {
	Number int64
	Patch  UserPatch
}

func (c UpdateRegistrarUser) Run(t *command.Tx) (registry.User, error) {
	before, err := FindRegistrarUser(t.Snapshot, c.Number)
	if err != nil {
		return before, err
	}
	u, err := c.Patch.apply(before)
	if err != nil {
		return u, err
	}
	if u.Login != before.Login {
		if _, err := t.Store.Users().ByLogin(u.Realm, u.Login); err == nil {
			return u, registry.ErrTaken.On("login", u.Login)
		} else if _, err := command.IsFound(err); err != nil {
			return u, err
		}
	}
	if err := cmp.Or(checkSuperRemains(t, before, u), checkOwnAccess(t, before, u)); err != nil {
		return u, err
	}
	if c.Patch.PasswordHash != "" {
		renewed, err := SetPassword{User: u.ID, PasswordHash: c.Patch.PasswordHash}.Run(t)
		if err != nil {
			return u, err
		}
		u.PasswordHash = renewed.PasswordHash
	}
	u.Updated, u.UpdatedBy = t.Now, t.By.Author()
	return u, SaveUser(t, registry.VerbUpdate, u)
}
