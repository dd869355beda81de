package registrant

import (
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// LoginByEID issues a token to a person whose electronic identity was checked by
// the caller (docs/contracts/ee.md section 3.1). At the first login it creates a
// user without registrar and password. ErrMissing, the faults of Ident.Check, and
// ErrLogin for a disabled user.
type LoginByEID struct {
	Ident       registry.Ident // Type is ignored: IdentPerson
	First, Last string
	TTL         time.Duration
}

func (c LoginByEID) Run(t *command.Tx) (access.IssuedToken, error) {
	u, err := c.newUser()
	if err != nil {
		return access.IssuedToken{}, err
	}
	old, err := t.Store.Users().ByLogin(access.RegistrantRealm, u.Login)
	exists, err := command.IsFound(err)
	switch {
	case err != nil:
		return access.IssuedToken{}, err
	case exists && old.Name == u.Name:
		u = old
	case exists:
		old.Name, old.Updated = u.Name, t.Now
		u = old
		err = access.SaveUser(t, registry.VerbUpdate, u)
	default:
		id, err := t.NewObjectIDs()
		if err != nil {
			return access.IssuedToken{}, err
		}
		u.ID, u.Number, u.Created, u.PasswordHash = registry.UserID(id.ROID), id.Number, t.Now, access.NoPassword
		if err := access.SaveUser(t, registry.VerbCreate, u); err != nil {
			return access.IssuedToken{}, err
		}
	}
	if err == nil {
		err = access.AuthorizeUser(t.Snapshot, u, "")
	}
	if err != nil {
		return access.IssuedToken{}, err
	}
	owner := t.By
	owner.User = u.ID
	return access.IssueToken{Kind: access.RegistrantRealm, TTL: c.TTL}.Run(t.As(owner))
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
		return registry.User{}, registry.ErrSyntax.On("ident", registry.Truncate(c.Ident.Code))
	}
	if err := c.Ident.Check(); err != nil {
		return registry.User{}, err
	}
	login := strings.ToLower(c.Ident.Country + "-" + c.Ident.Code)
	name := strings.TrimSpace(c.First) + " " + strings.TrimSpace(c.Last)
	return registry.User{Realm: access.RegistrantRealm, Login: login, Ident: c.Ident, Name: name}, registry.Postal{Name: name}.Check()
}
