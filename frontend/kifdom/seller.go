package kifdom

import "github.com/cadastre-registry/cadastre/frontend/rest"

// Seller is KifDom's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &rest.Config{} },
}
