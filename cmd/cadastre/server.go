package main

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

// A house is all that one process serves: environments behind listeners.
type house struct {
	config       config
	log          *slog.Logger
	listeners    map[string]net.Listener // by the configured address
	endpoints    map[string]endpoint     // of other ways, by the configured address
	environments map[string]*environment
}

// open binds every address and opens every store, in this order, so that one
// that is in use is told before anything else happens. Somebody has to close
// it.
func open(ctx context.Context, c config, log *slog.Logger) (*house, error) {
	h := &house{config: c, log: log, listeners: map[string]net.Listener{}, endpoints: map[string]endpoint{}, environments: map[string]*environment{}}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (h *house) open(ctx context.Context) error {
	for _, n := range h.config.names() {
		e := h.config.Environments[n]
		for _, address := range e.pages() {
			l, err := listen(ctx, address)
			if err != nil {
				return err
			}
			h.listeners[address] = l
		}
		for _, w := range e.ported() {
			for _, address := range w.addresses {
				end, err := listenTo(ctx, w, address)
				if err != nil {
					return err
				}
				h.endpoints[address] = end
			}
		}
	}
	for _, n := range h.config.names() {
		e, err := openEnvironment(ctx, n, h.config.Environments[n], h.log)
		if err != nil {
			return err
		}
		h.environments[n] = e
		if err := e.follower.Load(ctx); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	return nil
}

var errInUse = errors.New("the port is in use")

func listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	return l, inUse(address, err)
}

// listenTo opens an address of w. A port that the system is to choose is the
// same for TCP and UDP.
func listenTo(ctx context.Context, w way, address string) (endpoint, error) {
	l, err := listen(ctx, address)
	if err != nil || !w.packets {
		return endpoint{listener: l}, err
	}
	p, err := new(net.ListenConfig).ListenPacket(ctx, "udp", l.Addr().String())
	if err != nil {
		l.Close()
	}
	return endpoint{l, p}, inUse(address, err)
}

func inUse(address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: %w", address, errInUse)
	}
	return err
}

// pages are the addresses that speak HTTP to programs and people.
func (e environmentConfig) pages() []string {
	if e.Metrics == "" {
		return e.HTTP
	}
	return append(e.HTTP[:len(e.HTTP):len(e.HTTP)], e.Metrics)
}

// addresses are all that the environment listens on.
func (e environmentConfig) addresses() []string {
	all := slices.Clone(e.pages())
	for _, w := range e.ported() {
		all = append(all, w.addresses...)
	}
	return all
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
	failed := make(chan error, len(h.listeners)+len(h.endpoints))
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
		running.Go(func() { e.follower.Run(ticking) })
		running.Go(func() { e.exchange.Run(ticking) })
		for _, w := range e.ways() {
			for _, address := range w.addresses {
				end := h.endpoints[address]
				running.Go(func() {
					if err := w.serve(ctx, end.listener, end.packets); err != nil && ctx.Err() == nil {
						failed <- fmt.Errorf("serve %s at %s: %w", w.name, address, err)
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
	for _, end := range h.endpoints {
		end.close()
	}
	var errs []error
	for _, e := range h.environments {
		errs = append(errs, e.runner.Store.Close())
	}
	return errors.Join(errs...)
}
