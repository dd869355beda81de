package registrant

import (
	"net/netip"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Seller is the Registrant API, which sells nothing: registrants see their domains.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section { return &Config{Config: ee.NewConfig(Edition2018, Edition2026)} },
	Demo: rest.Demo{
		Configure: func(s rest.Section, d rest.DemoSettings) {
			c := s.(*Config)
			c.Trusted = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
			c.SetEdition(d.Edition)
		},
		Login: "by eID",
		Users: func([]rest.DemoUser) []rest.DemoUser {
			return []rest.DemoUser{{Login: demoPerson.Ident, Note: demoPerson.First + " " + demoPerson.Last}}
		},
		Info: func([]rest.DemoUser) any { return demoPerson },
	},
}

// A demoIdentity is a person with an electronic identity in demo.json.
type demoIdentity struct {
	Ident   string `json:"ident"`
	First   string `json:"first_name"`
	Last    string `json:"last_name"`
	Country string `json:"country_code"`
}

// demoPerson is the registrant of one of the demo's domains, and a contact of others.
var demoPerson = demoIdentity{"37605030299", "Mari", "Maasikas", "EE"}
