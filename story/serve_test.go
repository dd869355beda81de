package story_test

import (
	"context"
	"log/slog"
	"net/netip"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/server"
	"github.com/cadastre-registry/cadastre/story"
)

// environment is the name of a fixture's environment.
const environment = "story"

// serve starts the server that ships, with the fixture's runner and clock, and makes it
// answer the fixture's requests. Every frontend listens on a free port of 127.0.0.1; EPP
// only if the fixture has a certificate authority. The portal at 192.0.2.1 is trusted.
func serve(t testing.TB, w *story.Fixture) *server.Server {
	t.Helper()
	return serveWith(t, w, func(*server.EnvironmentConfig) {})
}

// serveWith is serve with a changed configuration.
func serveWith(t testing.TB, w *story.Fixture, configure func(*server.EnvironmentConfig)) *server.Server {
	t.Helper()
	e := server.DefaultEnvironment(environment)
	e.Runner, e.Paused = w.Runner, true
	for _, listen := range []*[]string{&e.HTTP.Listen, &e.WHOIS.Listen, &e.DNS.Listen, &e.Forward.Listen, &e.EPP.Listen} {
		*listen = []string{"127.0.0.1:0"}
	}
	if w.Authority == nil {
		e.EPP.Listen = nil
	}
	e.RDAP.URL = "https://a.example/rdap"
	e.Dialects["registrant"].(*registrant.Config).Trusted = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
	configure(&e)
	s, err := server.New(t.Context(), server.Config{Environments: map[string]server.EnvironmentConfig{environment: e}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, func() error { return nil }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Handler = s.Handler(environment)
	return s
}
