package freenom

import (
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Seller is Freenom's storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{} },
	Demo: rest.Demo{
		Registrar: &registry.Registrar{ID: Realm, Name: "Freenom", Email: "idshield@freenom.example", Voice: "+31.200000000", // published in place of the contacts of shielded domains
			Address: registry.Postal{Street: []string{"1 Voorbeeldstraat"}, City: "Amsterdam", PostalCode: "1000 AA", Country: "NL"}},
	},
}
