package rest

// A Seller is a dialect with what a server has to know of it.
type Seller struct {
	Dialect *Dialect
	// Section returns the dialect's section of a configuration, with its defaults: a
	// pointer to a struct.
	Section func() Section
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
