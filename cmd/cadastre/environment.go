package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/clock"
	"github.com/cadastre-registry/cadastre/face/dns"
	"github.com/cadastre-registry/cadastre/face/epp"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/face/whois"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view"
)

// An environment is one registry: its store, scheduler, views and frontends.
type environment struct {
	name     string
	config   environmentConfig
	log      *slog.Logger
	runner   *command.Runner
	clock    *clock.Face
	follower *view.Follower
	forwards *view.ForwardCache
	names    *view.View
	epp      *epp.Server
	dns      *dns.Face
	exchange *dns.Exchange
	metrics  *metrics
	whois    *whois.Server
}

// openEnvironment opens the store of an environment and builds its frontends. The
// caller must close runner.Store.
func openEnvironment(ctx context.Context, n string, c environmentConfig, log *slog.Logger) (*environment, error) {
	keepPrivate()
	log = log.With("environment", n)
	key, err := readKey(c.KeyFile, c.MakeKey)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	policies, err := c.policies(key)
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
	names, err := c.names(policies)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	st, err := openStore(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	e := &environment{name: n, config: c, log: log, runner: &command.Runner{Store: st, Policies: policies, Key: key, Authority: authority, Billing: billing, Log: log}}
	e.clock = &clock.Face{Runner: e.runner, Log: log}
	if c.Clock == "sandbox" {
		e.clock.Time = &clock.Time{}
		e.runner.Clock = e.clock.Time.Now
	}
	e.forwards = &view.ForwardCache{Store: st, Policies: policies, Now: e.runner.Now}
	e.names = names
	e.follower = &view.Follower{Store: st, Log: log, Consumers: []view.Consumer{names, e.forwards}}
	e.dns = e.newDNS()
	if e.exchange, err = e.newExchange(); err != nil {
		st.Close()
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	e.metrics = newMetrics(e)
	e.whois = e.newWHOIS()
	e.metrics.dns(n, e.dns)
	e.epp = e.newEPP()
	e.runner.Observe, e.runner.Taken = e.metrics.command, e.taken
	if err := e.clock.Load(ctx); err != nil {
		st.Close()
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	return e, nil
}

// openStore opens the configured store.
func openStore(ctx context.Context, c environmentConfig) (store.Store, error) {
	engine, source, err := c.engine()
	switch {
	case err != nil:
		return nil, err
	case engine == "postgres":
		return postgres.Open(ctx, source, postgres.Options{Schema: c.Schema})
	}
	return sqlite.Open(source, sqlite.Options{})
}

// superuser returns the actor of commands run without a login: whoever can start the
// program on the store has the operator role.
func founder(frontend string) registry.Actor {
	return registry.Actor{Roles: []registry.Role{registry.RoleOperator}, Frontend: frontend}
}

// handler returns the handler of the environment's HTTP addresses.
func (e *environment) handler() http.Handler {
	restServer := rest.Server{Runner: e.runner, Proxies: e.config.Proxies, Forwarded: e.config.Forwarded, OnResponse: e.metrics.call}
	var r router
	var enabled []*rest.Dialect
	for _, d := range dialects() {
		if at, ok := e.config.Dialects[d.Name]; ok {
			d = e.console(at.dialect(d))
			r.dialect(at.Host, d, restServer.Handler(d))
			enabled = append(enabled, d)
		}
	}
	r.mount(rdapPath, e.rdap(restServer))
	docs := e.metrics.wrap("docs", "/docs/", rest.Docs(enabled, e.config.servers...))
	r.mount("/docs", docs)
	for _, d := range enabled {
		if d.OpenAPIPath != "" {
			r.page(d.OpenAPIPath, docs)
		}
	}
	if e.clock.Time != nil {
		r.page("/sandbox/clock", e.metrics.wrap("clock", "/sandbox/clock", e.clock.Handler()))
	}
	r.page("/", e.metrics.wrap("landing", "/", e.landing(enabled)))
	return r
}
