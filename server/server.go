// Package server serves the environments of a configuration: each is a registry with its
// own store, clock, frontends and workers.
//
// Start with Sellers and policies in frontends.go, the list of what this binary has. New
// opens what Config names: an endpoint for each address (endpoint.go) and an Environment
// for each registry (environment.go), whose frontends are built in the files with their
// names. Serve (serve.go) runs all of it until its context ends or one part fails. The
// sections of the configuration are declared beside the frontends that they configure;
// config_environment.go composes them, and config_deprecated.go has their old spellings.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// A Server serves the configured environments on their listeners.
type Server struct {
	Config       Config
	Environments map[string]*Environment // by name

	log       *slog.Logger
	endpoints []endpoint
	sites     map[string]http.Handler // of the environments' HTTP addresses, by environment

	shutdown time.Duration // time that Serve and Close have together to end
	stopBy   time.Time     // when that time is over; zero: the shutdown has not begun
}

// New binds every address and then opens every store, so that an address in use is
// reported first (ErrInUse). The caller must close the server.
func New(ctx context.Context, c Config, log *slog.Logger) (*Server, error) {
	s := &Server{Config: c, log: log, Environments: map[string]*Environment{}, sites: map[string]http.Handler{}, shutdown: shutdownTimeout}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context) error {
	for _, n := range s.Config.EnvironmentNames() {
		if err := s.Config.Environments[n].RDAP.Check(); err != nil {
			return fmt.Errorf("environments.%s.rdap.%w", n, err)
		}
	}
	for _, n := range s.Config.EnvironmentNames() {
		for _, l := range s.Config.Environments[n].Listeners() {
			for _, address := range l.Addresses {
				e, err := openEndpoint(ctx, n, l, address)
				if err != nil {
					return err
				}
				s.endpoints = append(s.endpoints, e)
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
	for n, e := range s.Environments {
		s.sites[n] = e.handler()
	}
	return nil
}

// Addr returns the first address on which an environment's listener accepts
// connections, with the port that was chosen if port 0 is configured; "" if there is
// none.
func (s *Server) Addr(environment, listener string) string {
	for _, e := range s.endpoints {
		if e.environment == environment && e.listener.Name == listener {
			return e.tcp.Addr().String()
		}
	}
	return ""
}

// Handler returns the handler of an environment's HTTP addresses.
func (s *Server) Handler(environment string) http.Handler { return s.site(s.Environments[environment]) }

// Close closes the listeners and the stores. A store that is not closed within the
// shutdown time is an error.
func (s *Server) Close() error {
	for _, e := range s.endpoints {
		e.close() // served ones are closed already
	}
	if s.stopBy.IsZero() {
		s.stopBy = time.Now().Add(s.shutdown)
	}
	late := time.NewTimer(time.Until(s.stopBy))
	defer late.Stop()
	closed := make(chan error, len(s.Environments))
	for n, e := range s.Environments {
		go func() {
			if err := e.Close(); err != nil {
				closed <- fmt.Errorf("close the store of %s: %w", n, err)
				return
			}
			closed <- nil
		}()
	}
	var errs []error
	for range s.Environments {
		select {
		case err := <-closed:
			errs = append(errs, err)
		case <-late.C:
			return errors.Join(append(errs, errors.New("a store did not close within the shutdown time"))...)
		}
	}
	return errors.Join(errs...)
}
