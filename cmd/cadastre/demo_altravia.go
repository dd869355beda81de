package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/altravia"
	"github.com/cadastre-registry/cadastre/registry"
)

// The .it API wants a token with every call: its customers begin with one.

// apiUser is what demo.json says about one of them. The API key is the
// password.
type apiUser struct {
	Email  string `json:"email"`
	APIKey string `json:"apikey"`
	Token  string `json:"token"` // with all scopes
}

func (k keyring) apiUsers() (all []apiUser) {
	for _, in := range k.signIns(altravia.Realm) {
		all = append(all, apiUser{in.Email, in.Password, k.Tokens[in.Email]})
	}
	return all
}

// newToken returns one of the form that the token service gives.
func newToken() string {
	b := make([]byte, 12)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// giveToken gives a customer the token that demo.json says.
func giveToken(t *command.Tx, u registry.User, secret, host string) error {
	asked := t.By
	t.By = u.Acting()
	defer func() { t.By = asked }()
	_, err := command.IssueToken{Kind: altravia.Realm, Secret: secret, Scopes: altravia.Scopes(host), TTL: tokenLife, Keep: true}.Run(t)
	if err != nil {
		return fmt.Errorf("token of %s: %w", u.Login, err)
	}
	return nil
}
