package command

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// CreateUser lets somebody log in: for the registrar or account in User, which
// must be the actor's own. Secret is the hash that HashPassword made: hashing
// takes too long for a transaction.
type CreateUser struct {
	User   registry.User // ID "": made up
	Secret string
}

func (c CreateUser) Run(t *Tx) (registry.User, error) {
	u := c.User
	u.Login = strings.ToLower(strings.TrimSpace(u.Login))
	switch {
	case !t.By.Operator() && (!t.By.Owns(u.Registrar, u.Account) || !t.By.May(registry.RoleSuper) || u.May(registry.RoleOperator)):
		return u, registry.ErrRole.On("role", string(registry.RoleSuper))
	case u.Login == "" || len(u.Login) > 254:
		return u, registry.ErrRange.On("login", "1 to 254 characters")
	case c.Secret == "":
		return u, registry.ErrMissing.On("password", "")
	}
	if _, err := t.st.Users().ByLogin(u.Realm, u.Login); err == nil {
		return u, registry.ErrTaken.On("login", u.Login)
	} else if _, err := found(err); err != nil {
		return u, err
	}
	if err := t.newcomer(u); err != nil {
		return u, err
	}
	id, err := t.identify()
	if err != nil {
		return u, err
	}
	u.CreatedBy = t.actor()
	if u.Number, u.Created, u.Secret = id.Number, t.Now, c.Secret; u.ID == "" {
		u.ID = registry.UserID(id.ROID)
	}
	return u, t.saveUser("create", u)
}

// newcomer makes sure that a user's ID is not somebody else's, and that its
// account is one of its registrar's.
func (t *Tx) newcomer(u registry.User) error {
	if _, err := t.st.Users().Get(u.ID); err == nil {
		return registry.ErrTaken.On("user", string(u.ID))
	} else if _, err := found(err); err != nil {
		return err
	}
	if u.Account == "" {
		return nil
	}
	a, err := t.st.Accounts().Get(u.Account)
	if err == nil && a.Registrar != u.Registrar {
		err = registry.ErrNoAccount.On("account", string(u.Account))
	}
	return absent(err, registry.ErrNoAccount, "account", string(u.Account))
}

// SetPassword changes the actor's own password, and ends every token that was
// got with the old one. Operators and a registrar's super users name somebody
// else in User.
type SetPassword struct {
	User   registry.UserID // "": the actor itself
	Secret string          // from HashPassword
}

func (c SetPassword) Run(t *Tx) (registry.User, error) {
	if c.User == "" {
		c.User = t.By.User
	}
	u, err := t.st.Users().Get(c.User)
	if err != nil {
		return u, absent(err, registry.ErrNoUser, "user", string(c.User))
	}
	if u.ID != t.By.User && !(t.By.Owns(u.Registrar, u.Account) && (t.By.Operator() || t.By.May(registry.RoleSuper))) {
		return u, registry.ErrRole.On("user", string(c.User))
	}
	u.Secret, u.Updated = c.Secret, t.Now
	for tok, err := range t.st.Tokens().Of(u.ID) {
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
	return t.append(verb, registry.KindUser, string(u.ID), u)
}

// UserInfo tells who the actor is.
type UserInfo struct{}

func (UserInfo) Answer(s *Snapshot) (registry.User, error) {
	u, err := s.st.Users().Get(s.By.User)
	return u, absent(err, registry.ErrNoUser, "user", string(s.By.User))
}

// UserByLogin returns the user of a realm with that login; ErrNoUser when there
// is none.
func (s *Snapshot) UserByLogin(realm, login string) (registry.User, error) {
	u, err := s.st.Users().ByLogin(realm, login)
	return u, absent(err, registry.ErrNoUser, "login", login)
}
