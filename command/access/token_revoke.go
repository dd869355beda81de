package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RevokeToken retires a token.
type RevokeToken struct{ Kind, Secret string }

func (c RevokeToken) Run(t *command.Tx) (registry.Token, error) {
	tok, err := findToken(t.Snapshot, c.Kind, c.Secret)
	switch {
	case err != nil:
		return tok, err
	case !t.Now.Before(tok.Expires):
		return tok, registry.ErrTokenExpired
	}
	tok.Retired = t.Now
	return tok, t.Store.Tokens().Put(tok)
}
