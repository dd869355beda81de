package access

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// IssuedToken is a token with its secret, as its owner sees it once.
type IssuedToken struct {
	Secret string
	Token  registry.Token
}

// HashToken returns the key of a token in the store. It includes the kind, so that
// a token of one dialect is not valid in another.
func HashToken(kind, secret string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

// findToken returns a token that is not retired; it may have expired.
func findToken(s *command.Snapshot, kind, secret string) (registry.Token, error) {
	if secret == "" {
		return registry.Token{}, registry.ErrTokenMissing
	}
	tok, err := s.Store.Tokens().Get(HashToken(kind, secret))
	switch {
	case err != nil:
		return tok, command.NotFoundAs(err, registry.ErrTokenUnknown, "", "")
	case !tok.Retired.IsZero():
		return tok, registry.ErrTokenRetired
	}
	return tok, nil
}

// findAuthorizedUser returns a user who may log in from address ("": any).
func findAuthorizedUser(s *command.Snapshot, id registry.UserID, address string) (registry.User, error) {
	u, err := s.Store.Users().Get(id)
	if err != nil {
		return u, command.NotFoundAs(err, registry.ErrTokenUnknown, "", "")
	}
	return u, AuthorizeUser(s, u, address)
}
