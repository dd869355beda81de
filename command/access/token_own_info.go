package access

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// OwnTokenInfo returns one of the actor's own tokens; ErrTokenUnknown for another
// user's, and for one that is expired or retired.
type OwnTokenInfo struct{ Kind, Secret string }

func (q OwnTokenInfo) Answer(s *command.Snapshot) (IssuedToken, error) {
	tok, err := findToken(s, q.Kind, q.Secret)
	switch {
	case errors.Is(err, registry.ErrTokenRetired), errors.Is(err, registry.ErrTokenMissing):
		return IssuedToken{}, registry.ErrTokenUnknown
	case err != nil:
		return IssuedToken{}, err
	case tok.User != s.By.User, !s.Now.Before(tok.Expires):
		return IssuedToken{}, registry.ErrTokenUnknown
	}
	return IssuedToken{q.Secret, tok}, nil
}
