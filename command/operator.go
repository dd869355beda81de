package command

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// OperatorRealm is where the logins of operators are unique, and the kind of
// their tokens.
const OperatorRealm = "operator"

// noPassword is no password's hash: its user comes in by token only.
const noPassword = "!"

// CreateOperator gives a token to an operator, who is made if there is none of
// that login. For operators; the first one is made by who may start the
// program on the store.
type CreateOperator struct {
	Login  string
	Secret string // of the token; "": made up
	TTL    time.Duration
}

func (c CreateOperator) Run(t *Tx) (Issued, error) {
	if !t.By.Operator() {
		return Issued{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	u, err := t.st.Users().ByLogin(OperatorRealm, c.Login)
	there, err := found(err)
	if err != nil {
		return Issued{}, err
	}
	if !there {
		u, err = CreateUser{Secret: noPassword, User: registry.User{
			Realm: OperatorRealm, Login: c.Login, Roles: []registry.Role{registry.RoleOperator},
		}}.Run(t)
		if err != nil {
			return Issued{}, err
		}
	}
	asked := t.By
	t.By = u.Acting()
	defer func() { t.By = asked }()
	return IssueToken{Kind: OperatorRealm, TTL: c.TTL, Secret: c.Secret}.Run(t)
}
