package demo

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/registry"
)

// The .it API requires a token with every call, so its customers start with one.

// An APIUser is the login of a customer of the .it API in demo.json. The API key is the
// password.
type APIUser struct {
	Email  string `json:"email"`
	APIKey string `json:"apikey"`
	Token  string `json:"token"` // with all scopes
}

// apiUsers returns the logins of Altravia's customers.
func (k keyring) apiUsers() (all []APIUser) {
	for _, login := range k.signIns(altravia.Realm) {
		all = append(all, APIUser{login.Email, login.Password, k.Tokens[login.Email]})
	}
	return all
}

// newToken returns a token in the form of the token service: 24 hexadecimal digits.
func newToken() string {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// issueToken issues the token of demo.json to a customer, with all scopes of host.
func issueToken(t *command.Tx, u registry.User, secret, host string) error {
	_, err := access.IssueToken{Kind: altravia.Realm, Secret: secret, Scopes: altravia.Scopes(host), TTL: tokenLifetime, Recoverable: true}.Run(t.As(u.Actor()))
	if err != nil {
		return fmt.Errorf("token of %s: %w", u.Login, err)
	}
	return nil
}
