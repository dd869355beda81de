package command

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// IssueToken issues a token to the actor. Its secret is Secret, or HexBytes random
// bytes in hex, or 32 random bytes in base64url.
type IssueToken struct {
	Kind        string // the dialect or realm that accepts it
	TTL         time.Duration
	Renew       time.Duration // how long after its issue it may be refreshed; zero: while it is valid
	Scopes      []string
	Secret      string
	HexBytes    int    // number of random bytes, if Secret is ""; zero: base64url
	Recoverable bool   // the owner may read it again: an encrypted copy is stored beside the hash
	CheckedHash string // User.PasswordHash that a password was just checked against; ErrLogin if it has changed; "": not checked
}

// IssuedToken is a token with its secret, as its owner sees it once.
type IssuedToken struct {
	Secret string
	Token  registry.Token
}

func (c IssueToken) Run(t *Tx) (IssuedToken, error) {
	if c.CheckedHash != "" {
		if u, err := t.st.Users().Get(t.By.User); err != nil || u.PasswordHash != c.CheckedHash {
			return IssuedToken{}, cmp.Or(notFoundAs(err, registry.ErrLogin, "", ""), error(registry.ErrLogin))
		}
	}
	secret := c.Secret
	switch {
	case secret != "":
	case c.HexBytes > 0:
		secret = hex.EncodeToString(t.run.randomBytes(c.HexBytes))
	default:
		secret = base64.RawURLEncoding.EncodeToString(t.run.randomBytes(32))
	}
	tok := registry.Token{
		Hash: hashToken(c.Kind, secret), User: t.By.User, Kind: c.Kind, Scopes: c.Scopes,
		Issued: t.Now, Expires: t.Now.Add(c.TTL),
	}
	if tok.RefreshUntil = tok.Expires; c.Renew > c.TTL {
		tok.RefreshUntil = t.Now.Add(c.Renew)
	}
	if c.Recoverable {
		tok.SealedCopy = base64.RawStdEncoding.EncodeToString(t.seal([]byte(secret), "token", tok.Hash))
	}
	return IssuedToken{secret, tok}, t.st.Tokens().Put(tok)
}

// hashToken returns the key of a token in the store. It includes the kind, so that
// a token of one dialect is not valid in another.
func hashToken(kind, secret string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}

// AuthenticateToken returns the actor of a bearer token. ErrTokenMissing,
// ErrTokenUnknown, ErrTokenExpired, ErrTokenRetired, and the faults of
// authorizeUser.
type AuthenticateToken struct{ Kind, Secret, Address string }

// TokenHolder is a valid token and the actor it authenticates.
type TokenHolder struct {
	Actor registry.Actor
	Token registry.Token
}

func (q AuthenticateToken) Answer(s *Snapshot) (TokenHolder, error) {
	tok, err := s.findToken(q.Kind, q.Secret)
	if err != nil {
		return TokenHolder{}, err
	}
	if !s.Now.Before(tok.Expires) {
		return TokenHolder{}, registry.ErrTokenExpired
	}
	u, err := s.findAuthorizedUser(tok.User, q.Address)
	return TokenHolder{u.Actor(), tok}, err
}

// findToken returns a token that is not retired; it may have expired.
func (s *Snapshot) findToken(kind, secret string) (registry.Token, error) {
	if secret == "" {
		return registry.Token{}, registry.ErrTokenMissing
	}
	tok, err := s.st.Tokens().Get(hashToken(kind, secret))
	switch {
	case err != nil:
		return tok, notFoundAs(err, registry.ErrTokenUnknown, "", "")
	case !tok.Retired.IsZero():
		return tok, registry.ErrTokenRetired
	}
	return tok, nil
}

// findAuthorizedUser returns a user who may log in from address ("": any).
func (s *Snapshot) findAuthorizedUser(id registry.UserID, address string) (registry.User, error) {
	u, err := s.st.Users().Get(id)
	if err != nil {
		return u, notFoundAs(err, registry.ErrTokenUnknown, "", "")
	}
	return u, s.authorizeUser(u, address)
}

// RefreshToken exchanges a token, which may have expired, for a new one, and
// retires the old one.
type RefreshToken struct {
	Kind, Secret, Address string
	TTL, Renew            time.Duration
}

func (c RefreshToken) Run(t *Tx) (IssuedToken, error) {
	tok, err := t.findToken(c.Kind, c.Secret)
	switch {
	case err != nil:
		return IssuedToken{}, err
	case !t.Now.Before(tok.RefreshUntil):
		return IssuedToken{}, registry.ErrTokenExpired
	}
	u, err := t.findAuthorizedUser(tok.User, c.Address)
	if err != nil {
		return IssuedToken{}, err
	}
	tok.Retired = t.Now
	if err := t.st.Tokens().Put(tok); err != nil {
		return IssuedToken{}, err
	}
	t.By.User = u.ID
	return IssueToken{Kind: c.Kind, TTL: c.TTL, Renew: c.Renew, Scopes: tok.Scopes}.Run(t)
}

// RevokeToken retires a token.
type RevokeToken struct{ Kind, Secret string }

func (c RevokeToken) Run(t *Tx) (registry.Token, error) {
	tok, err := t.findToken(c.Kind, c.Secret)
	switch {
	case err != nil:
		return tok, err
	case !t.Now.Before(tok.Expires):
		return tok, registry.ErrTokenExpired
	}
	tok.Retired = t.Now
	return tok, t.st.Tokens().Put(tok)
}
