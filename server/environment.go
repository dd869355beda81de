package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/retained"
	"github.com/cadastre-registry/cadastre/view/zone"
	"github.com/cadastre-registry/cadastre/worker/dnscheck"
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
	retained    *retained.View
	epp         *epp.Server
	dns         *dns.Server
	maintenance *dns.Maintenance
	checker     *dnscheck.Checker // nil: name servers are not asked
	metrics     *metrics
	whois       *whois.Server
}

// OpenEnvironment opens the store of an environment and builds its frontends and
// workers. The caller must close the environment.
func OpenEnvironment(ctx context.Context, n string, c EnvironmentConfig, log *slog.Logger) (*Environment, error) {
	log = log.With("environment", n)
	r := c.Runner
	if r == nil {
		var err error
		if r, err = c.openRunner(ctx, n, log); err != nil {
			return nil, fmt.Errorf("%s: %w", n, err)
		}
	}
	e := &Environment{Name: n, Config: c, Runner: r, log: log}
	err := e.build(ctx)
	if err == nil && c.Runner == nil {
		err = e.loadBuiltinNames(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", n, err), e.Close())
	}
	return e, nil
}

// openRunner returns the environment's runner with its store, key, CA and policies.
func (c EnvironmentConfig) openRunner(ctx context.Context, n string, log *slog.Logger) (*command.Runner, error) {
	restrictUmask()
	r := &command.Runner{Log: log, Repository: c.Repository, AddressLists: c.AddressLists}
	var err error
	if r.Key, err = readKey(c.KeyFile, c.MakeKey); err != nil {
		return nil, err
	}
	if r.Policies, err = c.Policies(r.Key); err != nil {
		return nil, err
	}
	if r.Authority, err = readAuthority(c.CAFile, n, c.MakeKey); err != nil {
		return nil, err
	}
	if r.Billing, err = c.Billing.billing(); err != nil {
		return nil, err
	}
	r.Store, err = OpenStore(ctx, c)
	return r, err
}

// build builds the views, frontends and workers of e.
func (e *Environment) build(ctx context.Context) (err error) {
	r := e.Runner
	e.clock = &scheduler.Scheduler{Runner: r, Log: e.log}
	if e.Config.Scheduler.Sandbox() {
		e.clock.Clock = &scheduler.Clock{}
		r.Clock = e.clock.Clock.Now
	}
	if e.zoneView, err = e.Config.NewZoneView(r.Policies); err != nil {
		return err
	}
	if r.Infrastructure, err = e.Config.infrastructure(r.Policies); err != nil {
		return err
	}
	e.retained = &retained.View{TLDs: slices.Collect(maps.Keys(r.Policies))}
	e.forwards = &zone.ForwardCache{Store: r.Store, Policies: r.Policies, Now: r.Now}
	e.follower = &zone.Follower{Store: r.Store, Log: e.log, Consumers: []zone.Consumer{e.zoneView, e.forwards, e.retained}}
	if c := e.Config.DNSCheck; c.Enabled() {
		resolver := dnscheck.Resolver{Addr: c.Resolver}
		r.Resolves = func(ctx context.Context, host name.Name) (bool, error) {
			ok, err := resolver.HasAddress(ctx, host)
			if err != nil {
				e.log.Warn("a name server cannot be looked up", "host", string(host), "error", err.Error())
			}
			return ok, err
		}
		e.checker = &dnscheck.Checker{Runner: r, Log: e.log, Pause: time.Duration(c.Pause), Probe: dnscheck.Probe{Resolver: resolver, Port: c.Port, Private: c.Private}}
		e.follower.Consumers = append(e.follower.Consumers, e.checker)
	}
	e.dns = e.newDNS()
	if e.maintenance, err = e.newMaintenance(); err != nil {
		return err
	}
	e.metrics = newMetrics(e)
	e.whois = e.newWHOIS()
	e.metrics.registerDNS(e.Name, e.dns)
	e.epp = e.newEPP()
	r.Observe, r.Taken, r.Retained = e.metrics.observeCommand, e.isTaken, e.findRetained
	return e.clock.Load(ctx)
}

// Close closes the store, unless the runner was given.
func (e *Environment) Close() error {
	if e.Config.Runner != nil {
		return nil
	}
	return e.Runner.Store.Close()
}

// Zones returns the DNS zones of the environment.
func (e *Environment) Zones() *zone.View { return e.zoneView }

// AwaitViews waits until DNS and URL forwarding show every change that is committed.
func (e *Environment) AwaitViews(ctx context.Context) error {
	var last uint64
	err := e.Runner.Store.View(ctx, func(tx store.Tx) (err error) {
		last, err = tx.LastSeq()
		return err
	})
	if err != nil {
		return err
	}
	return e.follower.Wait(ctx, last)
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
