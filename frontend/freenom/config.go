package freenom

import "github.com/cadastre-registry/cadastre/frontend/rest"

// Config is the dialect's section of a configuration.
type Config struct {
	rest.Config
	HTTPStatuses bool `toml:"http_statuses" doc:"Errors have an HTTP status other than 200."`
}

// Configure returns a copy of d with the values of the section.
func (c *Config) Configure(d *rest.Dialect) *rest.Dialect {
	configured := c.Config.Configure(d)
	if c.HTTPStatuses {
		configured.ErrorStatus = 0
	}
	return configured
}
