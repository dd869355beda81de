package server

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/config"
)

// A Config is the configuration of a server.
type Config struct {
	Log          LogConfig
	Environments map[string]EnvironmentConfig // by name

	// Deprecated are the keys with an old spelling that were read, such as "line 4:
	// environments.a.epp_idle is now environments.a.epp.idle".
	Deprecated []string
}

// ReadConfig reads the configuration file at path. Missing keys get their defaults;
// unknown keys are errors.
func ReadConfig(path string) (Config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	c, err := ParseConfig(b)
	if err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// ParseConfig parses and checks a configuration in TOML.
func ParseConfig(b []byte) (Config, error) {
	c := Config{Log: defaultLog, Environments: map[string]EnvironmentConfig{}}
	d, err := config.Parse(b, renames...)
	if err != nil {
		return c, err
	}
	c.Deprecated = d.Deprecated
	if err := d.Decode(&struct{}{}, nil, "log", "environments"); err != nil {
		return c, err
	}
	if err := d.Decode(&c.Log, []string{"log"}); err != nil {
		return c, err
	}
	for _, n := range d.Names("environments") {
		if c.Environments[n], err = decodeEnvironment(d, n); err != nil {
			return c, err
		}
	}
	return c, c.check()
}

// EnvironmentNames returns the names of the environments, in the order of their start.
func (c Config) EnvironmentNames() []string { return slices.Sorted(maps.Keys(c.Environments)) }

// SelectEnvironment returns the named environment, or the only one if the name is "".
func (c Config) SelectEnvironment(named string) (string, EnvironmentConfig, error) {
	names := c.EnvironmentNames()
	if named == "" && len(names) == 1 {
		named = names[0]
	}
	e, ok := c.Environments[named]
	if !ok {
		return named, e, fmt.Errorf("choose an environment: --env %s", strings.Join(names, " or "))
	}
	return named, e, nil
}

// check returns an error if a parsed configuration is invalid.
func (c Config) check() error {
	if len(c.Environments) == 0 {
		return errors.New("no environment: at least [environments.production] is required")
	}
	if _, err := c.Log.Logger(os.Stderr); err != nil {
		return err
	}
	taken := map[string]string{}
	for _, n := range c.EnvironmentNames() {
		e := c.Environments[n]
		if err := e.check(c); err != nil {
			return fmt.Errorf("environments.%s: %w", n, err)
		}
		for _, l := range e.Listeners() {
			for _, address := range l.Addresses {
				if other, ok := taken[address]; ok && !strings.HasSuffix(address, ":0") {
					return fmt.Errorf("environments.%s: %s listens on %s too", n, other, address)
				}
				taken[address] = n
			}
		}
	}
	return nil
}
