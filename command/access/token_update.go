package access

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
)

// UpdateToken updates the scopes or the expiry of one of the actor's own tokens.
type UpdateToken struct {
	Kind, Secret string
	Scopes       []string  // nil: unchanged
	Expires      time.Time // zero: unchanged
}

func (c UpdateToken) Run(t *command.Tx) (IssuedToken, error) {
	own, err := OwnTokenInfo{c.Kind, c.Secret}.Answer(t.Snapshot)
	if err != nil {
		return own, err
	}
	if c.Scopes != nil {
		own.Token.Scopes = c.Scopes
	}
	if !c.Expires.IsZero() {
		own.Token.Expires, own.Token.RefreshUntil = c.Expires, c.Expires
	}
	return own, t.Store.Tokens().Put(own.Token)
}
