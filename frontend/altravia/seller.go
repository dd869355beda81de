package altravia

import "github.com/cadastre-registry/cadastre/frontend/rest"

// Seller is Altravia's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{} },
}
