package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/zone"
	"github.com/cadastre-registry/cadastre/worker/scheduler"
)

// An Environment is one registry: its store, scheduler, views and frontends.
type Environment struct {
	Name        string
	Config      EnvironmentConfig
	log         *slog.Logger
	Runner      *command.Runner
	clock       *scheduler.Scheduler
	follower    *zone.Follower
	forwards    *zone.ForwardCache
	zoneView    *zone.View
	epp         *epp.Server
	dns         *dns.Server
	maintenance *dns.Maintenance
	metrics     *metrics
	whois       *whois.Server
}

// OpenEnvironment opens the store of an environment and builds its frontends. The
// caller must close Runner.Store.
func OpenEnvironment(ctx context.Context, n string, c EnvironmentConfig, log *slog.Logger) (*Environment, error) {
	restrictUmask()
	log = log.With("environment", n)
	key, err := readKey(c.KeyFile, c.MakeKey)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	policies, err := c.Policies(key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	authority, err := readAuthority(c.CAFile, n, c.MakeKey)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	billing, err := c.Billing.billing()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	names, err := c.NewZoneView(policies)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	st, err := OpenStore(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	e := &Environment{Name: n, Config: c, log: log, Runner: &command.Runner{Store: st, Policies: policies, Key: key, Authority: authority, Billing: billing, Log: log}}
	e.clock = &scheduler.Scheduler{Runner: e.Runner, Log: log}
	if c.Scheduler.Sandbox() {
		e.clock.Clock = &scheduler.Clock{}
		e.Runner.Clock = e.clock.Clock.Now
	}
	e.forwards = &zone.ForwardCache{Store: st, Policies: policies, Now: e.Runner.Now}
	e.zoneView = names
	e.follower = &zone.Follower{Store: st, Log: log, Consumers: []zone.Consumer{names, e.forwards}}
	e.dns = e.newDNS()
	if e.maintenance, err = e.newMaintenance(); err != nil {
		st.Close()
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	e.metrics = newMetrics(e)
	e.whois = e.newWHOIS()
	e.metrics.registerDNS(n, e.dns)
	e.epp = e.newEPP()
	e.Runner.Observe, e.Runner.Taken = e.metrics.observeCommand, e.isTaken
	if err := e.clock.Load(ctx); err != nil {
		st.Close()
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	return e, nil
}

// OpenStore opens the configured store.
func OpenStore(ctx context.Context, c EnvironmentConfig) (store.Store, error) {
	engine, source, err := c.engine()
	switch {
	case err != nil:
		return nil, err
	case engine == "postgres":
		return postgres.Open(ctx, source, postgres.Options{Schema: c.Schema})
	}
	return sqlite.Open(source, sqlite.Options{})
}

// Superuser returns the actor of commands run without a login: whoever can start the
// program on the store has the operator role.
func Superuser(frontend string) registry.Actor {
	return registry.Actor{Roles: []registry.Role{registry.RoleOperator}, Frontend: frontend}
}

// handler returns the handler of the environment's HTTP addresses.
func (e *Environment) handler() http.Handler {
	restServer := rest.Server{Runner: e.Runner, Proxies: e.Config.HTTP.Proxies, Forwarded: e.Config.HTTP.Forwarded, OnResponse: e.metrics.observeCall}
	var r router
	var enabled []*rest.Dialect
	for _, s := range Sellers() {
		if section, ok := e.Config.Dialects[s.Dialect.Name]; ok {
			d := e.withEPP(s, section.Configure(s.Dialect))
			r.addDialect(section.OwnHost(), d, restServer.Handler(d))
			enabled = append(enabled, d)
		}
	}
	r.addSubtree(RDAPPath, e.rdap(restServer))
	docs := e.metrics.instrument("docs", "/docs/", rest.Docs(enabled, e.Config.DocServers...))
	r.addSubtree("/docs", docs)
	for _, d := range enabled {
		if d.OpenAPIPath != "" {
			r.addPage(d.OpenAPIPath, docs)
		}
	}
	if e.clock.Clock != nil {
		r.addPage("/sandbox/clock", e.metrics.instrument("clock", "/sandbox/clock", e.clock.Handler()))
	}
	r.addPage("/", e.metrics.instrument("landing", "/", e.landing(enabled)))
	return r
}
