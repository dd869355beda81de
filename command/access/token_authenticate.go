package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AuthenticateToken returns the actor of a bearer token. ErrTokenMissing,
// ErrTokenUnknown, ErrTokenExpired, ErrTokenRetired, and the faults of
// AuthorizeUser.
type AuthenticateToken struct{ Kind, Secret, Address string }

// TokenHolder is a valid token and the actor it authenticates.
type TokenHolder struct {
	Actor registry.Actor
	Token registry.Token
}

func (q AuthenticateToken) Answer(s *command.Snapshot) (TokenHolder, error) {
	tok, err := findToken(s, q.Kind, q.Secret)
	if err != nil {
		return TokenHolder{}, err
	}
	if !s.Now.Before(tok.Expires) {
		return TokenHolder{}, registry.ErrTokenExpired
	}
	u, err := findAuthorizedUser(s, tok.User, q.Address)
	return TokenHolder{u.Actor(), tok}, err
}
