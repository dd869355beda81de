package access

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// OperatorRealm is the realm of operators' logins, and the kind of their tokens.
const OperatorRealm = "operator"

// NoPassword is the PasswordHash of a user who can log in by token only; it is no
// password's hash.
const NoPassword = "!"

// IssueOperatorToken issues a token to the operator with a login, and creates the
// operator if there is none. For operators; the first one is created from the
// command line on the store's machine.
type IssueOperatorToken struct {
	Login  string
	Secret string // of the token; "": generated
	TTL    time.Duration
}

func (c IssueOperatorToken) Run(t *command.Tx) (IssuedToken, error) {
	if !t.By.Operator() {
		return IssuedToken{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	u, err := t.Store.Users().ByLogin(OperatorRealm, c.Login)
	exists, err := command.IsFound(err)
	if err != nil {
		return IssuedToken{}, err
	}
	if !exists {
		u, err = CreateUser{PasswordHash: NoPassword, User: registry.User{
			Realm: OperatorRealm, Login: c.Login, Roles: []registry.Role{registry.RoleOperator},
		}}.Run(t)
		if err != nil {
			return IssuedToken{}, err
		}
	}
	return IssueToken{Kind: OperatorRealm, TTL: c.TTL, Secret: c.Secret}.Run(t.As(u.Actor()))
}
