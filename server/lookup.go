package server

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// RDAPPath is the path of RDAP on the environment's HTTP addresses.
const RDAPPath = "/rdap"

// lookup returns the public look-ups of RDAP and WHOIS.
func (e *Environment) lookup() lookup.Reader {
	return lookup.Reader{Store: e.Runner.Store, Policies: e.Runner.Policies, Now: e.Runner.Now}
}

// queryLimit returns the limit of public queries by network: perSecond, and bursts of ten
// times as many; 0: no limit.
func queryLimit(perSecond int) *limit.Buckets {
	return &limit.Buckets{PerSecond: perSecond, Burst: 10 * perSecond}
}

// rdap returns the RDAP handler. restServer knows the trusted proxies.
func (e *Environment) rdap(restServer rest.Server) http.Handler {
	s := &rdap.Server{
		Lookup: e.lookup(), Path: RDAPPath, WallClock: e.Runner.WallClock, Limit: queryLimit(cmp.Or(e.Config.RDAP.Rate, rdap.DefaultConfig().Rate)), Log: e.log,
		ClientAddr: func(req *http.Request) netip.Addr {
			a, _ := netip.ParseAddr(restServer.ClientAddr(req))
			return a
		},
	}
	e.Config.RDAP.Configure(s)
	if s.URL == "" {
		s.URL = e.Config.defaultRDAPURL()
		e.log.Warn("rdap.url is not set: links of RDAP responses lead where others may not reach them; set it to the public URL, such as https://rdap.a.example/rdap", "links", s.URL)
	}
	return e.metrics.instrument("rdap", RDAPPath, s)
}

// defaultRDAPURL returns the base URL of RDAP at the first HTTP address. It does not follow
// the Host header of requests: links made from it could be planted in a shared cache.
func (e EnvironmentConfig) defaultRDAPURL() string {
	address := "localhost"
	if len(e.HTTP.Listen) > 0 {
		address = e.HTTP.Listen[0]
		if host, port, err := net.SplitHostPort(address); err == nil {
			if a, err := netip.ParseAddr(host); host == "" || err == nil && a.IsUnspecified() {
				address = net.JoinHostPort("localhost", port)
			}
		}
	}
	return "http://" + address + RDAPPath
}

// newWHOIS returns the environment's WHOIS server.
func (e *Environment) newWHOIS() *whois.Server {
	return &whois.Server{
		Lookup: e.lookup(), WallClock: e.Runner.WallClock, Limit: queryLimit(cmp.Or(e.Config.WHOIS.Rate, whois.DefaultConfig().Rate)), Log: e.log,
		OnResponse: func(kind, result string, took time.Duration) { e.metrics.observeQuery("whois", kind, result, took) },
	}
}

func (e *Environment) serveWHOIS(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	return e.whois.Serve(ctx, l)
}

// observeQuery counts a query of a frontend that is not HTTP.
func (m *metrics) observeQuery(frontend, kind, result string, took time.Duration) {
	m.requests.WithLabelValues(frontend, kind, result).Observe(took.Seconds())
}
