package scheduler

import "fmt"

// Config is the section [environments.NAME.scheduler] of a configuration.
type Config struct {
	Clock string `toml:"clock" doc:"The environment's time: \"real\", or \"sandbox\", which operators can move at /sandbox/clock."`
}

// DefaultConfig returns the section's defaults.
func DefaultConfig() Config { return Config{Clock: "real"} }

// Check returns an error if a value is invalid.
func (c Config) Check() error {
	if c.Clock != "" && c.Clock != "real" && c.Clock != "sandbox" {
		return fmt.Errorf(`clock must be "real" or "sandbox", not %q`, c.Clock)
	}
	return nil
}

// Sandbox reports whether the clock can be moved.
func (c Config) Sandbox() bool { return c.Clock == "sandbox" }
