package access

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/cadastre-registry/cadastre/command"
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

func (c IssueToken) Run(t *command.Tx) (IssuedToken, error) {
	if c.CheckedHash != "" {
		if u, err := t.Store.Users().Get(t.By.User); err != nil || u.PasswordHash != c.CheckedHash {
			return IssuedToken{}, cmp.Or(command.NotFoundAs(err, registry.ErrLogin, "", ""), error(registry.ErrLogin))
		}
	}
	secret := c.Secret
	switch {
	case secret != "":
	case c.HexBytes > 0:
		secret = hex.EncodeToString(t.Runner.RandomBytes(c.HexBytes))
	default:
		secret = base64.RawURLEncoding.EncodeToString(t.Runner.RandomBytes(32))
	}
	tok := registry.Token{
		Hash: HashToken(c.Kind, secret), User: t.By.User, Kind: c.Kind, Scopes: c.Scopes,
		Issued: t.Now, Expires: t.Now.Add(c.TTL),
	}
	if tok.RefreshUntil = tok.Expires; c.Renew > c.TTL {
		tok.RefreshUntil = t.Now.Add(c.Renew)
	}
	if c.Recoverable {
		tok.SealedCopy = base64.RawStdEncoding.EncodeToString(t.Seal([]byte(secret), "token", tok.Hash))
	}
	return IssuedToken{secret, tok}, t.Store.Tokens().Put(tok)
}
