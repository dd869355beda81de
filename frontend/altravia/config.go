package altravia

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Config is the dialect's section of a configuration.
type Config struct {
	rest.Config
	ScopeHost string `toml:"scope_host" doc:"Host in the scopes of tokens; \"\": that of host, or domains.altravia.com."`
}

// Configure returns a copy of d with the values of the section.
func (c *Config) Configure(d *rest.Dialect) *rest.Dialect {
	configured := *d
	configured.Host = cmp.Or(c.ScopeHost, c.Host, d.Host)
	return &configured
}
