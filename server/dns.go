package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"

	mdns "github.com/miekg/dns"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// NewZoneView returns an empty zone view of the environment's TLDs.
func (e EnvironmentConfig) NewZoneView(policies map[name.Name]registry.Policy) (*zone.View, error) {
	servers, err := e.DNS.Nameservers()
	if err != nil {
		return nil, err
	}
	timers, err := e.DNS.Timers()
	if err != nil {
		return nil, err
	}
	v := &zone.View{
		SOATimers: timers,
		TLDs:      slices.Sorted(maps.Keys(policies)), Nameservers: servers,
		DNSAddrs: listenIPs(e.DNS.Listen), ForwarderAddrs: e.Forward.Addresses, Hostmaster: e.DNS.Contact,
	}
	for _, s := range servers {
		v.DNSAddrs = s.Addrs
		break
	}
	if len(v.ForwarderAddrs) == 0 {
		v.ForwarderAddrs = listenIPs(e.Forward.Listen)
	}
	dns.SetPackers(v)
	return v, nil
}

// isTaken reports whether a name is registered, as of the zone view. Known is false if
// the view is not up to date. It is the Runner's Taken.
func (e *Environment) isTaken(n name.Name) (taken, known bool) {
	if !e.follower.Fresh() {
		return false, false
	}
	return e.zoneView.IsRegistered(n)
}

// checkDNS returns an error if the dns section is invalid. The catalog zone must be
// outside of the TLDs.
func (e EnvironmentConfig) checkDNS() error {
	if err := e.DNS.Check(); err != nil || e.DNS.Catalog == "" {
		return err
	}
	n, err := name.ParseReference(e.DNS.Catalog)
	if err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	tlds := e.tlds()
	for parent := n; parent != ""; parent = parent.Parent() {
		if _, ok := tlds[string(parent)]; ok {
			return fmt.Errorf("catalog: %s is in a zone of the registry; use a name such as catalog.invalid", n)
		}
	}
	return nil
}

// listenIPs returns the IP addresses of listening addresses; loopback if all are
// unspecified.
func listenIPs(addresses []string) []netip.Addr {
	var all []netip.Addr
	for _, address := range addresses {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			continue
		}
		if a, err := netip.ParseAddr(host); err == nil && !a.IsUnspecified() && !slices.Contains(all, a) {
			all = append(all, a.WithZone(""))
		}
	}
	if len(all) == 0 {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	}
	return all
}

// newDNS returns the environment's DNS server.
func (e *Environment) newDNS() *dns.Server {
	conf := e.Config.DNS
	s := &dns.Server{Names: e.zoneView, WallClock: e.Runner.WallClock, Log: e.log, Limit: dns.Limit{PerSecond: conf.Limit}, Identity: conf.Identity}
	var ok bool
	if s.CookieSecret, ok = dns.ParseCookieSecret(conf.CookieSecret); !ok {
		rand.Read(s.CookieSecret[:])
	}
	return s
}

func (e *Environment) serveDNS(ctx context.Context, l net.Listener, p net.PacketConn) error {
	return e.dns.Serve(ctx, l, p)
}

// registerDNS registers the answer counters of a DNS server.
func (m *metrics) registerDNS(environment string, server *dns.Server) {
	prometheus.WrapRegistererWith(prometheus.Labels{"environment": environment}, m.registry).MustRegister(dnsAnswers{server})
}

// dnsAnswers is the Prometheus collector of the answer counters.
type dnsAnswers struct{ *dns.Server }

var (
	dnsAnswered = prometheus.NewDesc("cadastre_dns_answers_total", "Answers of the DNS server, by response code.", []string{"rcode"}, nil)
	dnsHeldBack = prometheus.NewDesc("cadastre_dns_limited_total", "Answers truncated or dropped by the rate limit.", nil, nil)
)

func (d dnsAnswers) Describe(c chan<- *prometheus.Desc) { c <- dnsAnswered; c <- dnsHeldBack }

func (d dnsAnswers) Collect(c chan<- prometheus.Metric) {
	limited := d.AnswerCounts(func(rcode int, n uint64) {
		if n > 0 || rcode <= mdns.RcodeRefused {
			c <- prometheus.MustNewConstMetric(dnsAnswered, prometheus.CounterValue, float64(n), cmp.Or(mdns.RcodeToString[rcode], "other"))
		}
	})
	c <- prometheus.MustNewConstMetric(dnsHeldBack, prometheus.CounterValue, float64(limited))
}
