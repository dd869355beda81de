package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// SetPassword changes the password of the actor itself, or of another user for
// operators and users with RoleSuper, and retires the user's tokens.
type SetPassword struct {
	User         registry.UserID // "": the actor itself
	PasswordHash string          // from HashPassword
}

func (c SetPassword) Run(t *command.Tx) (registry.User, error) {
	if c.User == "" {
		c.User = t.By.User
	}
	u, err := t.Store.Users().Get(c.User)
	if err != nil {
		return u, command.NotFoundAs(err, registry.ErrNoUser, "user", string(c.User))
	}
	if u.ID != t.By.User && !(t.By.Owns(u.Registrar, u.Account) && (t.By.Operator() || t.By.May(registry.RoleSuper))) {
		return u, registry.ErrRole.On("user", string(c.User))
	}
	u.PasswordHash, u.Updated = c.PasswordHash, t.Now
	for tok, err := range t.Store.Tokens().ByUser(u.ID) {
		if err != nil {
			return u, err
		}
		if tok.Retired.IsZero() {
			tok.Retired = t.Now
			if err := t.Store.Tokens().Put(tok); err != nil {
				return u, err
			}
		}
	}
	return u, SaveUser(t, registry.VerbPassword, u)
}
