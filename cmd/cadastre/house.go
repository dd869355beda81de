package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// A house is all that one process serves: environments behind listeners.
type house struct {
	config       config
	log          *slog.Logger
	listeners    map[string]net.Listener // by the configured address
	environments map[string]*environment
}

// open binds every address and opens every store, in this order, so that one
// that is in use is told before anything else happens. Somebody has to close
// it.
func open(ctx context.Context, c config, log *slog.Logger) (*house, error) {
	h := &house{config: c, log: log, listeners: map[string]net.Listener{}, environments: map[string]*environment{}}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) open(ctx context.Context) error {
	for _, n := range h.config.names() {
		for _, address := range h.config.Environments[n].addresses() {
			if err := h.listen(ctx, address); err != nil {
				return err
			}
		}
	}
	for _, n := range h.config.names() {
		e, err := openEnvironment(ctx, n, h.config.Environments[n], h.log)
		if err != nil {
			return err
		}
		h.environments[n] = e
	}
	return nil
}

var errInUse = errors.New("the port is in use")

func (h *house) listen(ctx context.Context, address string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s: %w", address, errInUse)
	case err != nil:
		return err
	}
	h.listeners[address] = l
	return nil
}

func (e environmentConfig) addresses() []string {
	if e.Metrics == "" {
		return e.HTTP
	}
	return append(e.HTTP[:len(e.HTTP):len(e.HTTP)], e.Metrics)
}

// Bounds of a connection, and of the end.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	headerBytes   = 64 << 10
	lastWords     = 10 * time.Second // for what is under way when the end comes
)

// serve answers until ctx ends, and then finishes what is under way. It calls
// ready once every listener is served.
func (h *house) serve(ctx context.Context, ready func() error) error {
	var running sync.WaitGroup
	failed := make(chan error, len(h.listeners))
	servers := h.servers()
	for address, s := range servers {
		running.Go(func() {
			if err := s.Serve(h.listeners[address]); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("serve %s: %w", address, err)
			}
		})
	}
	ticking, stop := context.WithCancel(context.WithoutCancel(ctx)) // until the last request is answered
	defer stop()
	for _, e := range h.environments {
		running.Go(func() { e.clock.Run(ticking) })
	}
	err := ready()
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	h.shutdown(servers)
	stop()
	running.Wait()
	return err
}

func (h *house) shutdown(servers map[string]*http.Server) {
	end, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	var closing sync.WaitGroup
	for address, s := range servers {
		closing.Go(func() {
			if err := s.Shutdown(end); err != nil {
				h.log.Warn("requests were cut off", "address", address)
				s.Close()
			}
		})
	}
	closing.Wait()
}

// servers returns one server for each listener.
func (h *house) servers() map[string]*http.Server {
	handlers := map[string]http.Handler{}
	for n, e := range h.environments {
		handlers[n] = e.handler()
	}
	servers := map[string]*http.Server{}
	add := func(address string, handler http.Handler) {
		servers[address] = &http.Server{
			Handler: hurry(bodyTimeout, handler), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
			ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn),
		}
	}
	for n, e := range h.environments {
		elsewhere := map[string]http.Handler{}
		for start, to := range e.config.Hosts {
			elsewhere[start] = handlers[to]
		}
		for _, address := range e.config.HTTP {
			add(address, byHost(elsewhere, handlers[n]))
		}
		if e.config.Metrics != "" {
			add(e.config.Metrics, e.metrics.handler())
		}
	}
	return servers
}

func (h *house) close() error {
	for _, l := range h.listeners {
		l.Close() // closed already if it was served
	}
	var errs []error
	for _, e := range h.environments {
		errs = append(errs, e.runner.Store.Close())
	}
	return errors.Join(errs...)
}
