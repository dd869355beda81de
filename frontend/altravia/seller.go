package altravia

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Seller is Altravia's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{} },
	Demo: rest.Demo{
		Registrar: &registry.Registrar{ID: Realm, Name: "Altravia"},
		Configure: func(s rest.Section, d rest.DemoSettings) {
			if d.Sandbox {
				s.(*Config).ScopeHost = "test." + Dialect.Host
			}
		},
		Token: func(random []byte) string { return hex.EncodeToString(random[:12]) },
		Seed:  issueDemoToken,
		Info:  demoInfo,
	},
}

// A demoLogin is a user in demo.json. The API key is the password.
type demoLogin struct {
	Email  string `json:"email"`
	APIKey string `json:"apikey"`
	Token  string `json:"token"` // with all scopes
}

func demoInfo(users []rest.DemoUser) any {
	var all []demoLogin
	for _, u := range users {
		all = append(all, demoLogin{u.Login, u.Password, u.Token})
	}
	return all
}

// demoTokenTTL is longer than a sandbox's clock can be moved.
const demoTokenTTL = 250 * 365 * 24 * time.Hour

// issueDemoToken issues a token with all scopes to a user, since every call of the .it API
// needs one.
func issueDemoToken(t *command.Tx, d *rest.Dialect, u registry.User, secret string) error {
	_, err := access.IssueToken{Kind: Realm, Secret: secret, Scopes: Scopes(d.Host), TTL: demoTokenTTL, Recoverable: true}.Run(t.As(u.Actor()))
	if err != nil {
		return fmt.Errorf("token of %s: %w", u.Login, err)
	}
	return nil
}
