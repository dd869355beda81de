package kifdom

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Seller is KifDom's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &rest.Config{} },
	Demo: rest.Demo{
		Registrar: &registry.Registrar{ID: Realm, Name: "KifDom", Nameservers: []name.Name{"ns1.kifdom.example", "ns2.kifdom.example"}},
		Example:   exampleCommand,
	},
}

// exampleCommand returns a shell command that logs a user in and registers a domain.
func exampleCommand(url string, u rest.DemoUser) string {
	const asJSON = `-H 'Content-Type: application/json'`
	login := fmt.Sprintf(`curl -s %s/api/v1/auth/login %s -d '{"email":"%s","password":"%s"}'`, url, asJSON, u.Login, u.Password)
	return fmt.Sprintf(`curl -s %s/api/v1/domains -H "Authorization: Bearer $(%s | sed 's/.*"access_token":"\([^"]*\)".*/\1/')" %s -d '{"name":"my-first-name.fr"}'`,
		url, login, asJSON)
}
