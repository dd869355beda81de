package registrant

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// EndSessions revokes every token of a user, and returns how many. For operators;
// ErrNoUser.
type EndSessions struct{ Realm, Login string }

func (c EndSessions) Run(t *command.Tx) (int, error) {
	if !t.By.Operator() {
		return 0, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	u, err := access.FindUserByLogin(t.Snapshot, c.Realm, strings.ToLower(c.Login))
	if err != nil {
		return 0, err
	}
	n := 0
	for tok, err := range t.Store.Tokens().ByUser(u.ID) {
		if err != nil {
			return n, err
		}
		if tok.Retired.IsZero() {
			tok.Retired, n = t.Now, n+1
			if err := t.Store.Tokens().Put(tok); err != nil {
				return n, err
			}
		}
	}
	return n, t.AppendChange(registry.VerbLogout, registry.KindUser, string(u.ID), u)
}
