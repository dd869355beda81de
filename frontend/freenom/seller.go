package freenom

import "github.com/cadastre-registry/cadastre/frontend/rest"

// Seller is Freenom's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{} },
}
