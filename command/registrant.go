package command

import (
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// RegistrantRealm is the realm of registrants' logins, and the kind of their tokens.
const RegistrantRealm = "registrant"

// LoginByEID issues a token to a person whose electronic identity was checked by
// the caller (docs/contracts/ee.md section 3.1). At the first login it creates a
// user without registrar and password. ErrMissing, the faults of Ident.Check, and
// ErrLogin for a disabled user.
type LoginByEID struct {
	Ident       registry.Ident // Type is ignored: IdentPerson
	First, Last string
	TTL         time.Duration
}

func (c LoginByEID) Run(t *Tx) (IssuedToken, error) {
	u, err := c.newUser()
	if err != nil {
		return IssuedToken{}, err
	}
	old, err := t.st.Users().ByLogin(RegistrantRealm, u.Login)
	exists, err := isFound(err)
	switch {
	case err != nil:
		return IssuedToken{}, err
	case exists && old.Name == u.Name:
		u = old
	case exists:
		old.Name, old.Updated = u.Name, t.Now
		u = old
		err = t.saveUser("update", u)
	default:
		id, err := t.newObjectIDs()
		if err != nil {
			return IssuedToken{}, err
		}
		u.ID, u.Number, u.Created, u.PasswordHash = registry.UserID(id.ROID), id.Number, t.Now, noPassword
		if err := t.saveUser("create", u); err != nil {
			return IssuedToken{}, err
		}
	}
	if err == nil {
		err = t.authorizeUser(u, "")
	}
	if err != nil {
		return IssuedToken{}, err
	}
	t.By.User = u.ID
	return IssueToken{Kind: RegistrantRealm, TTL: c.TTL}.Run(t)
}

// newUser returns the user that the login data describes.
func (c LoginByEID) newUser() (registry.User, error) {
	c.Ident.Type = registry.IdentPerson
	for _, f := range []struct {
		name, value string
		max         int
	}{{"ident", c.Ident.Code, 32}, {"first_name", c.First, 255}, {"last_name", c.Last, 255}} {
		switch {
		case strings.TrimSpace(f.value) == "":
			return registry.User{}, registry.ErrMissing.On(f.name, "")
		case len(f.value) > f.max:
			return registry.User{}, registry.ErrRange.On(f.name, "")
		}
	}
	if strings.ContainsFunc(c.Ident.Code, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return registry.User{}, registry.ErrSyntax.On("ident", truncate(c.Ident.Code))
	}
	if err := c.Ident.Check(); err != nil {
		return registry.User{}, err
	}
	login := strings.ToLower(c.Ident.Country + "-" + c.Ident.Code)
	name := strings.TrimSpace(c.First) + " " + strings.TrimSpace(c.Last)
	return registry.User{Realm: RegistrantRealm, Login: login, Ident: c.Ident, Name: name}, registry.Postal{Name: name}.Check()
}

// EndSessions retires every token of a user, and returns how many. For operators;
// ErrNoUser.
type EndSessions struct{ Realm, Login string }

func (c EndSessions) Run(t *Tx) (int, error) {
	if !t.By.Operator() {
		return 0, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	u, err := t.FindUserByLogin(c.Realm, strings.ToLower(c.Login))
	if err != nil {
		return 0, err
	}
	n := 0
	for tok, err := range t.st.Tokens().ByUser(u.ID) {
		if err != nil {
			return n, err
		}
		if tok.Retired.IsZero() {
			tok.Retired, n = t.Now, n+1
			if err := t.st.Tokens().Put(tok); err != nil {
				return n, err
			}
		}
	}
	return n, t.appendChange("logout", registry.KindUser, string(u.ID), u)
}
