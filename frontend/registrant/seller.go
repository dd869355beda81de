package registrant

import (
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Seller is the Registrant API, which sells nothing: registrants see their domains.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{Config: ee.NewConfig(Edition2018, Edition2026)} },
}
