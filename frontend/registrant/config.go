package registrant

import (
	"net/netip"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Config is the dialect's section of a configuration.
type Config struct {
	ee.Config
	Trusted []netip.Prefix `toml:"trusted" doc:"Portals that may assert a registrant's identity; none: there are no logins." example:"['192.0.2.0/24']"`
}

// Configure returns a copy of d with the values of the section.
func (c *Config) Configure(d *rest.Dialect) *rest.Dialect {
	configured := c.Config.Configure(d)
	configured.Trusted = c.Trusted
	return configured
}
