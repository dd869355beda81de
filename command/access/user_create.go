package access

import (
	"cmp"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateUser creates a user of the registrar or account in User, which must be the
// actor's own. PasswordHash is the result of HashPassword: hashing takes too long
// for a transaction.
type CreateUser struct {
	User         registry.User // ID "": generated
	PasswordHash string
}

func (c CreateUser) Run(t *command.Tx) (registry.User, error) {
	u := c.User
	u.Login = strings.ToLower(strings.TrimSpace(u.Login))
	switch {
	case !t.By.Operator() && (!t.By.Owns(u.Registrar, u.Account) || !t.By.May(registry.RoleSuper) || u.May(registry.RoleOperator)):
		return u, registry.ErrRole.On("role", string(registry.RoleSuper))
	case u.Login == "" || len(u.Login) > 254:
		return u, registry.ErrRange.On("login", "1 to 254 characters")
	case u.Email != "" && registry.CheckEmail(u.Email) != nil:
		return u, registry.ErrSyntax.On("email", registry.Truncate(u.Email))
	case c.PasswordHash == "":
		return u, registry.ErrMissing.On("password", "")
	}
	if _, err := t.Store.Users().ByLogin(u.Realm, u.Login); err == nil {
		return u, registry.ErrTaken.On("login", u.Login)
	} else if _, err := command.IsFound(err); err != nil {
		return u, err
	}
	if err := cmp.Or(registry.CheckLine("login", u.Login, 254), registry.CheckLine("name", u.Name, 255), checkNewUser(t, u)); err != nil {
		return u, err
	}
	id, err := t.NewObjectIDs()
	if err != nil {
		return u, err
	}
	u.CreatedBy = t.By.Author()
	if u.Number, u.Created, u.PasswordHash = id.Number, t.Now, c.PasswordHash; u.ID == "" {
		u.ID = registry.UserID(id.ROID)
	}
	return u, SaveUser(t, registry.VerbCreate, u)
}

// checkNewUser checks that the ID of u is not in use, and that its account belongs
// to its registrar.
func checkNewUser(t *command.Tx, u registry.User) error {
	if _, err := t.Store.Users().Get(u.ID); err == nil {
		return registry.ErrTaken.On("user", string(u.ID))
	} else if _, err := command.IsFound(err); err != nil {
		return err
	}
	if u.Account == "" {
		return nil
	}
	a, err := t.Store.Accounts().Get(u.Account)
	if err == nil && a.Registrar != u.Registrar {
		err = registry.ErrNoAccount.On("account", string(u.Account))
	}
	return command.NotFoundAs(err, registry.ErrNoAccount, "account", string(u.Account))
}
