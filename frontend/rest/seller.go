package rest

import (
	"context"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Seller is a dialect with what a server and its demo have to know of it, so that a
// storefront is one package and one line in the server's list.
type Seller struct {
	Dialect *Dialect
	// Section returns the dialect's section of a configuration, with its defaults: a
	// pointer to a struct.
	Section func() Section
	// WithEPP returns a copy of d with routes for EPP frames, which execute answers; nil:
	// the dialect has none.
	WithEPP func(d *Dialect, execute func(ctx context.Context, by registry.Actor, frame []byte) []byte) *Dialect
	// Demo is the dialect's part in a demo.
	Demo Demo
}

// A Section is a dialect's section of a server's configuration. Package config says how
// its fields declare its keys.
type Section interface {
	// Check returns an error if a value is invalid.
	Check() error
	// Configure returns a copy of d with the values of the section.
	Configure(d *Dialect) *Dialect
	// OwnHost returns the only host on which the dialect is served; "": any.
	OwnHost() string
}

// A Config is the section of a dialect without keys of its own, and a part of the
// sections of the others.
type Config struct {
	Host string `toml:"host" doc:"Host on which alone the dialect is served; \"\": any." example:"'api.a.example'"`
}

// Check returns nil.
func (c *Config) Check() error { return nil }

// Configure returns a copy of d, whose responses name the configured host if they name
// one.
func (c *Config) Configure(d *Dialect) *Dialect {
	configured := *d
	if c.Host != "" && d.Host != "" {
		configured.Host = c.Host
	}
	return &configured
}

// OwnHost returns the configured host.
func (c *Config) OwnHost() string { return c.Host }
