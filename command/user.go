package command

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// CreateUser creates a user of the registrar or account in User, which must be the
// actor's own. PasswordHash is the result of HashPassword: hashing takes too long
// for a transaction.
type CreateUser struct {
	User         registry.User // ID "": generated
	PasswordHash string
}

func (c CreateUser) Run(t *Tx) (registry.User, error) {
	u := c.User
	u.Login = strings.ToLower(strings.TrimSpace(u.Login))
	switch {
	case !t.By.Operator() && (!t.By.Owns(u.Registrar, u.Account) || !t.By.May(registry.RoleSuper) || u.May(registry.RoleOperator)):
		return u, registry.ErrRole.On("role", string(registry.RoleSuper))
	case u.Login == "" || len(u.Login) > 254:
		return u, registry.ErrRange.On("login", "1 to 254 characters")
	case c.PasswordHash == "":
		return u, registry.ErrMissing.On("password", "")
	}
	if _, err := t.st.Users().ByLogin(u.Realm, u.Login); err == nil {
		return u, registry.ErrTaken.On("login", u.Login)
	} else if _, err := isFound(err); err != nil {
		return u, err
	}
	if err := t.checkNewUser(u); err != nil {
		return u, err
	}
	id, err := t.newObjectIDs()
	if err != nil {
		return u, err
	}
	u.CreatedBy = t.authorID()
	if u.Number, u.Created, u.PasswordHash = id.Number, t.Now, c.PasswordHash; u.ID == "" {
		u.ID = registry.UserID(id.ROID)
	}
	return u, t.saveUser("create", u)
}

// checkNewUser checks that the ID of u is not in use, and that its account belongs
// to its registrar.
func (t *Tx) checkNewUser(u registry.User) error {
	if _, err := t.st.Users().Get(u.ID); err == nil {
		return registry.ErrTaken.On("user", string(u.ID))
	} else if _, err := isFound(err); err != nil {
		return err
	}
	if u.Account == "" {
		return nil
	}
	a, err := t.st.Accounts().Get(u.Account)
	if err == nil && a.Registrar != u.Registrar {
		err = registry.ErrNoAccount.On("account", string(u.Account))
	}
	return notFoundAs(err, registry.ErrNoAccount, "account", string(u.Account))
}

// SetPassword changes the password of the actor itself, or of another user for
// operators and users with RoleSuper, and retires the user's tokens.
type SetPassword struct {
	User         registry.UserID // "": the actor itself
	PasswordHash string          // from HashPassword
}

func (c SetPassword) Run(t *Tx) (registry.User, error) {
	if c.User == "" {
		c.User = t.By.User
	}
	u, err := t.st.Users().Get(c.User)
	if err != nil {
		return u, notFoundAs(err, registry.ErrNoUser, "user", string(c.User))
	}
	if u.ID != t.By.User && !(t.By.Owns(u.Registrar, u.Account) && (t.By.Operator() || t.By.May(registry.RoleSuper))) {
		return u, registry.ErrRole.On("user", string(c.User))
	}
	u.PasswordHash, u.Updated = c.PasswordHash, t.Now
	for tok, err := range t.st.Tokens().ByUser(u.ID) {
		if err != nil {
			return u, err
		}
		if tok.Retired.IsZero() {
			tok.Retired = t.Now
			if err := t.st.Tokens().Put(tok); err != nil {
				return u, err
			}
		}
	}
	return u, t.saveUser("password", u)
}

func (t *Tx) saveUser(verb string, u registry.User) error {
	if err := t.st.Users().Put(u); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindUser, string(u.ID), u)
}

// UserInfo returns the actor's user; ErrNoUser.
type UserInfo struct{}

func (UserInfo) Answer(s *Snapshot) (registry.User, error) {
	u, err := s.st.Users().Get(s.By.User)
	return u, notFoundAs(err, registry.ErrNoUser, "user", string(s.By.User))
}

// FindUserByLogin returns the user with a login in a realm; ErrNoUser when there
// is none.
func (s *Snapshot) FindUserByLogin(realm, login string) (registry.User, error) {
	u, err := s.st.Users().ByLogin(realm, login)
	return u, notFoundAs(err, registry.ErrNoUser, "login", login)
}
