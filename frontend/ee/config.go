package ee

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// A Config is the section of a dialect with two editions.
type Config struct {
	rest.Config
	Edition Edition `toml:"edition" doc:"Shapes for clients that ask for none: the older edition is the manual's, 2026 is what today's portals read."`

	editions []Edition
}

// NewConfig returns the section of a dialect with these editions; the first is the
// default.
func NewConfig(editions ...Edition) Config { return Config{Edition: editions[0], editions: editions} }

// SetEdition sets the edition of a year; if the dialect has none of that year, its
// default.
func (c *Config) SetEdition(year string) {
	c.Edition = c.editions[0]
	if slices.Contains(c.editions, Edition(year)) {
		c.Edition = Edition(year)
	}
}

// Check returns an error if the edition is none of the dialect's.
func (c *Config) Check() error {
	if c.Edition != "" && !slices.Contains(c.editions, c.Edition) {
		return fmt.Errorf("edition must be one of %q", c.editions)
	}
	return nil
}

// Configure returns a copy of d with the values of the section.
func (c *Config) Configure(d *rest.Dialect) *rest.Dialect {
	configured := c.Config.Configure(d)
	configured.Version = cmp.Or(string(c.Edition), d.Version)
	return configured
}
