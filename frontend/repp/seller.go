package repp

import (
	"context"
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Seller is REPP, by which registrars work without a storefront.
var Seller = rest.Seller{
	Dialect: &Dialect,
	Section: func() rest.Section {
		return &Config{Config: ee.NewConfig(Edition2020, Edition2026), Rate: Dialect.Rate.Calls}
	},
	WithEPP: func(d *rest.Dialect, execute func(context.Context, registry.Actor, []byte) []byte) *rest.Dialect {
		return WithConsole(d, func(ctx context.Context, _ *command.Runner, by registry.Actor, frame []byte) ([]byte, error) {
			return execute(ctx, by, frame), nil
		})
	},
	Demo: rest.Demo{
		Configure: func(s rest.Section, d rest.DemoSettings) {
			c := s.(*Config)
			c.Rate = demoRate
			c.SetEdition(d.Edition)
		},
		Info: demoInfo,
	},
}

// demoRate is so high that test runs do not reach it.
const demoRate = 100_000

// A demoLogin is a registrar's user in demo.json.
type demoLogin struct {
	Username  string `json:"username"`
	Password  string `json:"password"`
	Registrar string `json:"registrar"`
}

func demoInfo(users []rest.DemoUser) any {
	var all []demoLogin
	for _, u := range users {
		all = append(all, demoLogin{u.Login, u.Password, u.Note})
	}
	return all
}

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
