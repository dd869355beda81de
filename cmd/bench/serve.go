package main

import (
	"context"
	"log/slog"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/server"
)

// environment is the name of the environment of a running server.
const environment = "bench"

// A running is a server that serves a runner.
type running struct {
	*server.Server
	stop  context.CancelFunc
	ended chan error
}

// serve starts the server that ships on r, with every frontend on a free port of
// 127.0.0.1 and without limits of rates; EPP, for any number of sessions, only if r has a
// certificate authority. The caller must close the server, which leaves r's store open.
func serve(ctx context.Context, r *command.Runner) (*running, error) {
	e := server.DefaultEnvironment(environment)
	e.Runner = r
	for _, listen := range []*[]string{&e.HTTP.Listen, &e.WHOIS.Listen, &e.DNS.Listen, &e.Forward.Listen, &e.EPP.Listen} {
		*listen = []string{"127.0.0.1:0"}
	}
	if r.Authority == nil {
		e.EPP.Listen = nil
	}
	e.EPP.Sessions = raceSessions + idleSessions
	e.RDAP.URL = "https://a.example" + server.RDAPPath
	e.RDAP.Rate, e.WHOIS.Rate, e.DNS.Limit = -1, -1, -1
	e.Dialects[repp.Dialect.Name].(*repp.Config).Rate = 1 << 30
	s, err := server.New(ctx, server.Config{Environments: map[string]server.EnvironmentConfig{environment: e}}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	run := &running{s, stop, make(chan error, 1)}
	go func() { run.ended <- s.Serve(ctx, func() error { return nil }) }()
	return run, nil
}

// addr returns the address of a listener.
func (r *running) addr(listener string) string { return r.Addr(environment, listener) }

// close stops the server.
func (r *running) close() {
	r.stop()
	<-r.ended
	r.Server.Close()
}
