package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/store"
)

// newTestServer returns a server of one environment on free ports, with every listener.
func newTestServer(t *testing.T) *Server {
	t.Helper()
	dir, e := t.TempDir(), DefaultEnvironment("a")
	e.Store, e.KeyFile, e.CAFile, e.MakeKey = "sqlite:"+filepath.Join(dir, "a.db"), filepath.Join(dir, "a.key"), filepath.Join(dir, "a.pem"), true
	for _, listen := range []*[]string{&e.HTTP.Listen, &e.Metrics.Listen, &e.Forward.Listen, &e.EPP.Listen, &e.WHOIS.Listen, &e.DNS.Listen} {
		*listen = []string{"127.0.0.1:0"}
	}
	e.RDAP.URL = "https://a.example/rdap"
	s, err := New(t.Context(), Config{Environments: map[string]EnvironmentConfig{"a": e}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve serves s until stop is called, and returns a channel with the result of Serve.
func serve(t *testing.T, s *Server) (ended chan error, stop func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended, ready := make(chan error, 1), make(chan struct{})
	go func() { ended <- s.Serve(ctx, func() error { close(ready); return nil }) }()
	<-ready
	return ended, stop
}

// await returns the result of a Serve that must end within d.
func await(t *testing.T, ended chan error, d time.Duration) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(d):
		t.Fatalf("the server has not ended after %s", d)
		return nil
	}
}

func TestAServerEndsWithItsContext(t *testing.T) {
	s := newTestServer(t)
	ended, stop := serve(t, s)
	if res, err := http.Get("http://" + s.Addr("a", "http") + "/"); err != nil || res.StatusCode != 200 {
		t.Errorf("GET /: %v", err)
	}
	stop()
	if err := await(t, ended, shutdownTimeout); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestAListenerThatFailsEndsTheServer(t *testing.T) {
	for _, listener := range []string{"http", "metrics", "forward", "epp", "whois", "dns"} {
		t.Run(listener, func(t *testing.T) {
			s := newTestServer(t)
			ended, stop := serve(t, s)
			defer stop()
			for _, e := range s.endpoints {
				if e.listener.Name == listener {
					e.tcp.Close()
				}
			}
			err := await(t, ended, shutdownTimeout)
			if err == nil || !errors.Is(err, net.ErrClosed) || !strings.Contains(err.Error(), "serve "+listener+" of a") {
				t.Errorf("%v, want the closed listener of %s", err, listener)
			}
			if conn, err := net.Dial("tcp", s.Addr("a", "whois")); err == nil {
				conn.Close()
				t.Error("WHOIS still accepts connections")
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAFailureToGetReadyEndsTheServer(t *testing.T) {
	s := newTestServer(t)
	defer s.Close()
	full := errors.New("the disk is full")
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(t.Context(), func() error { return full }) }()
	if err := await(t, ended, shutdownTimeout); err != full {
		t.Error(err)
	}
}

// A hangingStore is a store whose transactions and Close never return.
type hangingStore struct{ store.Store }

func (hangingStore) View(context.Context, func(store.Tx) error) error   { select {} }
func (hangingStore) Update(context.Context, func(store.Tx) error) error { select {} }
func (hangingStore) Close() error                                       { select {} }

func TestAServerEndsInTimeWhileItsStoreHangs(t *testing.T) {
	s := newTestServer(t)
	s.shutdown = time.Second
	e := s.Environments["a"]
	defer e.Runner.Store.Close()
	e.Runner.Store = hangingStore{e.Runner.Store}
	ended, stop := serve(t, s)
	go http.Get("http://" + s.Addr("a", "http") + "/api/v1/domains")
	stop()
	begun := time.Now()
	if err := await(t, ended, 2*s.shutdown); err == nil || !strings.Contains(err.Error(), "cut off") || !strings.Contains(err.Error(), "scheduler of a") {
		t.Errorf("Serve: %v, want what was cut off", err)
	}
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "did not close") {
		t.Errorf("Close: %v, want the store", err)
	}
	if took := time.Since(begun); took > 3*s.shutdown {
		t.Errorf("the shutdown took %s, with a shutdown time of %s", took, s.shutdown)
	}
}

func TestLinksOfRDAPNeedNoURL(t *testing.T) {
	for listen, want := range map[string]string{
		"192.0.2.1:8080": "http://192.0.2.1:8080/rdap", "0.0.0.0:80": "http://localhost:80/rdap", "[::]:80": "http://localhost:80/rdap", ":80": "http://localhost:80/rdap", "": "http://localhost/rdap",
	} {
		var e EnvironmentConfig
		if listen != "" {
			e.HTTP.Listen = []string{listen}
		}
		if got := e.defaultRDAPURL(); got != want {
			t.Errorf("%q: %s, want %s", listen, got, want)
		}
	}
}
