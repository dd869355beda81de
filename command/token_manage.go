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

func (q ListTokens) Answer(s *Snapshot) ([]Issued, error) {
	var list []Issued
	for tok, err := range s.st.Tokens().ByUser(s.By.User) {
		if err != nil {
			return nil, err
		}
		if tok.Kind != q.Kind || !tok.Retired.IsZero() || !s.Now.Before(tok.Expires) {
			continue
		}
		secret, err := s.kept(tok)
		if err != nil {
			return nil, err
		}
		list = append(list, Issued{secret, tok})
	}
	return list, nil
}

// unsealToken returns the secret of a token; "" if no copy was stored.
func (s *Snapshot) kept(tok registry.Token) (string, error) {
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
type OwnToken struct{ Kind, Secret string }

func (q OwnToken) Answer(s *Snapshot) (Issued, error) {
	tok, err := s.token(q.Kind, q.Secret)
	switch {
	case errors.Is(err, registry.ErrTokenRetired), errors.Is(err, registry.ErrTokenMissing):
		return Issued{}, registry.ErrTokenUnknown
	case err != nil:
		return Issued{}, err
	case tok.User != s.By.User, !s.Now.Before(tok.Expires):
		return Issued{}, registry.ErrTokenUnknown
	}
	return Issued{q.Secret, tok}, nil
}

// UpdateToken updates the scopes or the expiry of one of the actor's own tokens.
type ChangeToken struct {
	Kind, Secret string
	Scopes       []string  // nil: unchanged
	Expires      time.Time // zero: unchanged
}

func (c ChangeToken) Run(t *Tx) (Issued, error) {
	own, err := OwnToken{c.Kind, c.Secret}.Answer(&t.Snapshot)
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

func (c DeleteToken) Run(t *Tx) (Issued, error) {
	own, err := OwnToken(c).Answer(&t.Snapshot)
	if err != nil {
		return own, err
	}
	own.Token.Retired = t.Now
	return own, t.st.Tokens().Put(own.Token)
}
