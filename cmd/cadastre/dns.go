package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"

	mdns "github.com/miekg/dns"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/cadastre-registry/cadastre/face/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

// names is the picture of the TLDs' names and zones.
func (e environmentConfig) names(policies map[name.Name]registry.Policy) (*view.Names, error) {
	servers, err := e.nameServers()
	if err != nil {
		return nil, err
	}
	v := &view.Names{
		TLDs: slices.Sorted(maps.Keys(policies)), Servers: servers,
		Here: hostsOf(e.DNS), Forward: e.ForwardAddresses, Contact: e.Contact,
	}
	for _, s := range servers {
		v.Here = s.Addrs
		break
	}
	if len(v.Forward) == 0 {
		v.Forward = hostsOf(e.Forward)
	}
	dns.Prepare(v)
	return v, nil
}

// taken says whether a name is registered while the picture of names is fresh.
func (e *environment) taken(n name.Name) (taken, known bool) {
	if !e.follower.Fresh() {
		return false, false
	}
	return e.names.Taken(n)
}

// nameServers reads "ns1.nic.example 192.0.2.1 2001:db8::1".
func (e environmentConfig) nameServers() ([]view.Server, error) {
	var all []view.Server
	for _, text := range e.NameServers {
		fields := strings.Fields(text)
		if len(fields) < 2 {
			return nil, fmt.Errorf("name_servers: %q is not a name and its addresses", text)
		}
		n, err := name.Parse(fields[0])
		if err != nil {
			return nil, fmt.Errorf("name_servers: %w", err)
		}
		s := view.Server{Host: n}
		for _, f := range fields[1:] {
			a, err := netip.ParseAddr(f)
			if err != nil {
				return nil, fmt.Errorf("name_servers: %w", err)
			}
			s.Addrs = append(s.Addrs, a)
		}
		all = append(all, s)
	}
	return all, nil
}

// checkContact makes sure that dns_contact can stand in a SOA.
func (e environmentConfig) checkContact() error {
	local, domain, at := strings.Cut(e.Contact, "@")
	if e.Contact == "" {
		return nil
	}
	_, err := name.Parse(domain)
	odd := strings.ContainsFunc(local, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("._+-", r))
	})
	if !at || err != nil || odd || local == "" || len(local) > 63 {
		return fmt.Errorf("dns_contact: %q is not an e-mail address that a zone can name", e.Contact)
	}
	return nil
}

// hostsOf returns where these addresses are reached, loopback when they do not
// say.
func hostsOf(addresses []string) []netip.Addr {
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

// newDNS is the environment's DNS server.
func (e *environment) newDNS() *dns.Face {
	return &dns.Face{Names: e.names, Log: e.log, Limit: dns.Limit{PerSecond: e.config.DNSLimit}}
}

func (e *environment) serveDNS(ctx context.Context, l net.Listener, p net.PacketConn) error {
	return e.dns.Serve(ctx, l, p)
}

// dns counts the answers of a DNS server.
func (m *metrics) dns(environment string, face *dns.Face) {
	prometheus.WrapRegistererWith(prometheus.Labels{"environment": environment}, m.registry).MustRegister(dnsAnswers{face})
}

// dnsAnswers are how often DNS gave which answer.
type dnsAnswers struct{ *dns.Face }

var (
	dnsAnswered = prometheus.NewDesc("cadastre_dns_answers_total", "Answers of the DNS server, by response code.", []string{"rcode"}, nil)
	dnsHeldBack = prometheus.NewDesc("cadastre_dns_limited_total", "Answers that the rate limit shortened or held back.", nil, nil)
)

func (d dnsAnswers) Describe(c chan<- *prometheus.Desc) { c <- dnsAnswered; c <- dnsHeldBack }

func (d dnsAnswers) Collect(c chan<- prometheus.Metric) {
	held := d.Answers(func(rcode int, n uint64) {
		if n > 0 || rcode <= mdns.RcodeRefused {
			c <- prometheus.MustNewConstMetric(dnsAnswered, prometheus.CounterValue, float64(n), cmp.Or(mdns.RcodeToString[rcode], "other"))
		}
	})
	c <- prometheus.MustNewConstMetric(dnsHeldBack, prometheus.CounterValue, float64(held))
}
