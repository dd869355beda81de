package command

import (
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// ListTokens lists the actor's own valid tokens of a kind, with the secrets of
// those that were issued as recoverable.
type ListTokens struct{ Kind string }

func (q ListTokens) Answer(s *Snapshot) ([]IssuedToken, error) {
	var list []IssuedToken
	for tok, err := range s.st.Tokens().ByUser(s.By.User) {
		if err != nil {
			return nil, err
		}
		if tok.Kind != q.Kind || !tok.Retired.IsZero() || !s.Now.Before(tok.Expires) {
			continue
		}
		secret, err := s.unsealToken(tok)
		if err != nil {
			return nil, err
		}
		list = append(list, IssuedToken{secret, tok})
	}
	return list, nil
}

// unsealToken returns the secret of a token; "" if no copy was stored.
func (s *Snapshot) unsealToken(tok registry.Token) (string, error) {
	if tok.SealedCopy == "" {
		return "", nil
	}
	sealed, err := base64.RawStdEncoding.DecodeString(tok.SealedCopy)
	if err != nil {
		return "", fmt.Errorf("copy of a token: %w", err)
	}
	secret, err := s.unseal(sealed, "token", tok.Hash)
	return string(secret), err
}

// OwnTokenInfo returns one of the actor's own tokens; ErrTokenUnknown for another
// user's, and for one that is expired or retired.
type OwnTokenInfo struct{ Kind, Secret string }

func (q OwnTokenInfo) Answer(s *Snapshot) (IssuedToken, error) {
	tok, err := s.findToken(q.Kind, q.Secret)
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

// UpdateToken updates the scopes or the expiry of one of the actor's own tokens.
type UpdateToken struct {
	Kind, Secret string
	Scopes       []string  // nil: unchanged
	Expires      time.Time // zero: unchanged
}

func (c UpdateToken) Run(t *Tx) (IssuedToken, error) {
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
	return own, t.st.Tokens().Put(own.Token)
}

// DeleteToken retires one of the actor's own tokens.
type DeleteToken struct{ Kind, Secret string }

func (c DeleteToken) Run(t *Tx) (IssuedToken, error) {
	own, err := OwnTokenInfo(c).Answer(t.Snapshot)
	if err != nil {
		return own, err
	}
	own.Token.Retired = t.Now
	return own, t.st.Tokens().Put(own.Token)
}
