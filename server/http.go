package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
)

// Limits of HTTP connections.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	headerBytes   = 64 << 10
)

// serveFunc returns the function that serves an endpoint.
func (s *Server) serveFunc(e endpoint) serveFunc {
	env := s.Environments[e.environment]
	switch e.listener.Name {
	case "http":
		return env.serveSite(s.site(env))
	case "metrics":
		return env.serveSite(env.metrics.handler())
	}
	return env.serveFunc(e.listener.Name)
}

// site returns the handler of an environment's HTTP addresses: the environment itself,
// or another one for the configured prefixes of the Host.
func (s *Server) site(e *Environment) http.Handler {
	byPrefix := map[string]http.Handler{}
	for prefix, to := range e.Config.HTTP.Hosts {
		byPrefix[prefix] = s.sites[to]
	}
	return hostRouter(byPrefix, s.sites[e.Name])
}

// serveSite returns a function that serves h over HTTP.
func (e *Environment) serveSite(h http.Handler) serveFunc {
	return func(ctx context.Context, l net.Listener, _ net.PacketConn) error {
		return serveHTTP(ctx, boundedHTTP(l), &http.Server{
			Handler: bodyDeadline(bodyTimeout, h), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
			ErrorLog: slog.NewLogLogger(e.log.Handler(), slog.LevelWarn),
		})
	}
}

// maxHTTPConnections is the number of connections of one HTTP listener at the same time.
// There is no bound by network, since a reverse proxy brings all clients from one address.
const maxHTTPConnections = 10_000

// boundedHTTP returns l within the bounds of HTTP listeners.
func boundedHTTP(l net.Listener) net.Listener {
	return &limit.Listener{Listener: l, Slots: &limit.Slots[netip.Prefix]{Total: maxHTTPConnections}}
}

// errAborted is the error of requests that did not end within requestTimeout.
var errAborted = errors.New("requests were aborted at the shutdown")

// serveHTTP serves l until ctx ends. Then it waits for the requests in progress, and
// closes the connections of those that take longer than requestTimeout.
func serveHTTP(ctx context.Context, l net.Listener, s *http.Server) error {
	closed := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestTimeout)
		defer cancel()
		if s.Shutdown(grace) != nil {
			s.Close()
			closed <- errAborted
			return
		}
		closed <- nil
	})
	if err := s.Serve(l); stop() || !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-closed
}
