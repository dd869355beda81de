package repp

import (
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Seller is REPP, by which registrars work without a storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section {
		return &Config{Config: ee.NewConfig(Edition2020, Edition2026), Rate: Dialect.Rate.Calls}
	},
}
