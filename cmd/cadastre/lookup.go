package main

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// rdapPath is the path of RDAP on the environment's HTTP addresses.
const rdapPath = "/rdap"

// lookup returns the public look-ups of RDAP and WHOIS.
func (e *environment) lookup() lookup.Reader {
	return lookup.Reader{Store: e.runner.Store, Policies: e.runner.Policies, Now: e.runner.Now}
}

// rdap returns the RDAP handler. restServer knows the trusted proxies.
func (e *environment) rdap(restServer rest.Server) http.Handler {
	f := &rdap.Server{
		Lookup: e.lookup(), Path: rdapPath, URL: strings.TrimSuffix(e.config.RDAPURL, "/"), Port43: e.config.WHOISName,
		Limit: &lookup.RateLimiter{Rate: e.config.RDAPRate}, Log: e.log,
		ClientAddr: func(req *http.Request) netip.Addr {
			a, _ := netip.ParseAddr(restServer.ClientAddr(req))
			return a
		},
	}
	return e.metrics.instrument("rdap", rdapPath, f)
}

// newWHOIS returns the environment's WHOIS server.
func (e *environment) newWHOIS() *whois.Server {
	return &whois.Server{
		Lookup: e.lookup(), Limit: &lookup.RateLimiter{Rate: e.config.WHOISRate}, Log: e.log,
		OnResponse: func(kind, result string, took time.Duration) { e.metrics.observeQuery("whois", kind, result, took) },
	}
}

func (e *environment) serveWHOIS(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	return e.whois.Serve(ctx, l)
}

// observeQuery counts a query of a frontend that is not HTTP.
func (m *metrics) observeQuery(frontend, kind, result string, took time.Duration) {
	m.requests.WithLabelValues(frontend, kind, result).Observe(took.Seconds())
}
