package access

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RefreshToken exchanges a token, which may have expired, for a new one, and
// retires the old one.
type RefreshToken struct {
	Kind, Secret, Address string
	TTL, Renew            time.Duration
}

func (c RefreshToken) Run(t *command.Tx) (IssuedToken, error) {
	tok, err := findToken(t.Snapshot, c.Kind, c.Secret)
	switch {
	case err != nil:
		return IssuedToken{}, err
	case !t.Now.Before(tok.RefreshUntil):
		return IssuedToken{}, registry.ErrTokenExpired
	}
	u, err := findAuthorizedUser(t.Snapshot, tok.User, c.Address)
	if err != nil {
		return IssuedToken{}, err
	}
	tok.Retired = t.Now
	if err := t.Store.Tokens().Put(tok); err != nil {
		return IssuedToken{}, err
	}
	owner := t.By
	owner.User = u.ID
	return IssueToken{Kind: c.Kind, TTL: c.TTL, Renew: c.Renew, Scopes: tok.Scopes}.Run(t.As(owner))
}
