// Package server serves the environments of a configuration: each a registry
// with its own store, clock, frontends and workers. Config holds the
// configuration, Environment one registry, and Server their listeners.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"
)

// A Server serves the configured environments on their listeners.
type Server struct {
	Config        Config
	log           *slog.Logger
	httpListeners map[string]net.Listener // HTTP, by configured address
	sockets       map[string]socket       // of the other protocols, by configured address
	Environments  map[string]*Environment
}

// New binds every address and then opens every store, so that an address in
// use is reported first. The caller must close the server.
func New(ctx context.Context, c Config, log *slog.Logger) (*Server, error) {
	s := &Server{Config: c, log: log, httpListeners: map[string]net.Listener{}, sockets: map[string]socket{}, Environments: map[string]*Environment{}}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context) error {
	for _, n := range s.Config.EnvironmentNames() {
		e := s.Config.Environments[n]
		for _, address := range e.httpAddresses() {
			l, err := listen(ctx, address)
			if err != nil {
				return err
			}
			s.httpListeners[address] = l
		}
		for _, l := range e.Listeners() {
			for _, address := range l.Addresses {
				sock, err := openSocket(ctx, l, address)
				if err != nil {
					return err
				}
				s.sockets[address] = sock
			}
		}
	}
	for _, n := range s.Config.EnvironmentNames() {
		e, err := OpenEnvironment(ctx, n, s.Config.Environments[n], s.log)
		if err != nil {
			return err
		}
		s.Environments[n] = e
		if err := e.follower.Load(ctx); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	return nil
}

var ErrInUse = errors.New("the port is in use")

// listen opens a TCP listener.
func listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	return l, wrapInUse(address, err)
}

// openSocket opens one address of a listener. If the port is 0, TCP and UDP get the
// same port.
func openSocket(ctx context.Context, l listener, address string) (socket, error) {
	tcp, err := listen(ctx, address)
	if err != nil || !l.udp {
		return socket{listener: tcp}, err
	}
	udp, err := new(net.ListenConfig).ListenPacket(ctx, "udp", tcp.Addr().String())
	if err != nil {
		tcp.Close()
	}
	return socket{tcp, udp}, wrapInUse(address, err)
}

// wrapInUse wraps EADDRINUSE as errInUse.
func wrapInUse(address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: %w", address, ErrInUse)
	}
	return err
}

// httpAddresses returns the addresses of HTTP, the one of metrics included.
func (e EnvironmentConfig) httpAddresses() []string {
	if e.Metrics == "" {
		return e.HTTP
	}
	return append(e.HTTP[:len(e.HTTP):len(e.HTTP)], e.Metrics)
}

// addresses returns all addresses that the environment listens on.
func (e EnvironmentConfig) addresses() []string {
	all := slices.Clone(e.httpAddresses())
	for _, l := range e.Listeners() {
		all = append(all, l.Addresses...)
	}
	return all
}

// Limits of HTTP connections, and of the shutdown.
const (
	headerTimeout   = 10 * time.Second
	bodyTimeout     = 30 * time.Second
	idleTimeout     = 2 * time.Minute
	headerBytes     = 64 << 10
	shutdownTimeout = 10 * time.Second // for requests in progress at the shutdown
)

// Serve serves until ctx ends or a listener fails, and then finishes the requests in
// progress. It calls ready once every listener is served.
func (s *Server) Serve(ctx context.Context, ready func() error) error {
	var running sync.WaitGroup
	failed := make(chan error, len(s.httpListeners)+len(s.sockets))
	servers := s.httpServers()
	for address, srv := range servers {
		running.Go(func() {
			if err := srv.Serve(s.httpListeners[address]); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("serve %s: %w", address, err)
			}
		})
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx)) // outlives ctx until the last request is answered
	defer stop()
	for _, e := range s.Environments {
		running.Go(func() { e.clock.Run(background) })
		running.Go(func() { e.follower.Run(background) })
		running.Go(func() { e.maintenance.Run(background) })
		for _, l := range e.listeners() {
			for _, address := range l.Addresses {
				sock := s.sockets[address]
				running.Go(func() {
					if err := l.serve(ctx, sock.listener, sock.udp); err != nil && ctx.Err() == nil {
						failed <- fmt.Errorf("serve %s at %s: %w", l.Name, address, err)
					}
				})
			}
		}
	}
	err := ready()
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	s.shutdown(servers)
	stop()
	running.Wait()
	return err
}

// shutdown closes the HTTP servers, with shutdownTimeout for requests in progress.
func (s *Server) shutdown(servers map[string]*http.Server) {
	grace, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	var closing sync.WaitGroup
	for address, srv := range servers {
		closing.Go(func() {
			if err := srv.Shutdown(grace); err != nil {
				s.log.Warn("requests aborted at shutdown", "address", address)
				srv.Close()
			}
		})
	}
	closing.Wait()
}

// httpServers returns one HTTP server for each HTTP address.
func (s *Server) httpServers() map[string]*http.Server {
	handlers := map[string]http.Handler{}
	for n, e := range s.Environments {
		handlers[n] = e.handler()
	}
	servers := map[string]*http.Server{}
	add := func(address string, handler http.Handler) {
		servers[address] = &http.Server{
			Handler: bodyDeadline(bodyTimeout, handler), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
			ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		}
	}
	for n, e := range s.Environments {
		byPrefix := map[string]http.Handler{}
		for prefix, to := range e.Config.Hosts {
			byPrefix[prefix] = handlers[to]
		}
		for _, address := range e.Config.HTTP {
			add(address, hostRouter(byPrefix, handlers[n]))
		}
		if e.Config.Metrics != "" {
			add(e.Config.Metrics, e.metrics.handler())
		}
	}
	return servers
}

// Close closes the listeners and the stores.
func (s *Server) Close() error {
	for _, l := range s.httpListeners {
		l.Close() // served ones are closed already
	}
	for _, sock := range s.sockets {
		sock.close()
	}
	var errs []error
	for _, e := range s.Environments {
		errs = append(errs, e.Runner.Store.Close())
	}
	return errors.Join(errs...)
}
