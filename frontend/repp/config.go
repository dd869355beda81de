package repp

import (
	"errors"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Config is the dialect's section of a configuration.
type Config struct {
	ee.Config
	Rate int `toml:"rate" doc:"Calls of a user in 60 seconds."`
}

// Check returns an error if a value is invalid.
func (c *Config) Check() error {
	if c.Rate < 0 {
		return errors.New("rate must not be negative")
	}
	return c.Config.Check()
}

// Configure returns a copy of d with the values of the section.
func (c *Config) Configure(d *rest.Dialect) *rest.Dialect {
	configured := c.Config.Configure(d)
	if c.Rate > 0 {
		configured.Rate.Calls = c.Rate
	}
	return configured
}
