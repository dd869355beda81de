package dnscheck

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/config"
)

// Config is the section [environments.NAME.dns_check] of a configuration.
type Config struct {
	Resolver string          `toml:"resolver" doc:"Address of a resolver. With it, the name servers of a .it domain are asked before it is delegated, and the TLDs of Freenom take only name servers that have an address. \"\": neither." example:"'192.0.2.53:53'"`
	Port     int             `toml:"port" doc:"Port at which name servers are asked."`
	Pause    config.Duration `toml:"pause" doc:"Time between the first two questions about a domain; it doubles, up to six hours."`
	Private  bool            `toml:"private" doc:"Ask name servers at loopback, private and other special addresses too."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Port: 53, Pause: config.Duration(10 * time.Second)} }

// Enabled reports whether anything is asked.
func (c Config) Enabled() bool { return c.Resolver != "" }

// Check returns an error if a value is invalid.
func (c Config) Check() error {
	if _, err := netip.ParseAddrPort(c.Resolver); c.Resolver != "" && err != nil {
		return fmt.Errorf("resolver must be an IP address with a port, such as 192.0.2.53:53, not %q", c.Resolver)
	}
	if c.Pause <= 0 {
		return errors.New("pause must be positive")
	}
	if c.Port < 1 || c.Port > 65535 {
		return fmt.Errorf("port must be between 1 and 65535, not %d", c.Port)
	}
	return nil
}
