package dnscheck

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
)

// answerTimeout bounds the wait for one answer.
const answerTimeout = 3 * time.Second

// A Resolver asks a recursive resolver for addresses.
type Resolver struct{ Addr string } // with a port

// HasAddress reports whether host has an address. The error means that the resolver did
// not answer.
func (r Resolver) HasAddress(ctx context.Context, host name.Name) (bool, error) {
	addrs, err := r.Addrs(ctx, host)
	return len(addrs) > 0, err
}

// Addrs returns the IPv4 and IPv6 addresses of host; none if it does not exist.
func (r Resolver) Addrs(ctx context.Context, host name.Name) (addrs []netip.Addr, err error) {
	for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
		q := new(dns.Msg).SetQuestion(dns.Fqdn(string(host)), qtype)
		answer, err := exchange(ctx, q, r.Addr)
		switch {
		case err != nil:
			return nil, fmt.Errorf("resolver: %w", err)
		case answer.Rcode == dns.RcodeNameError:
			return nil, nil
		case answer.Rcode != dns.RcodeSuccess:
			return nil, fmt.Errorf("resolver: %s for %s", dns.RcodeToString[answer.Rcode], host)
		}
		for _, rr := range answer.Answer {
			var ip []byte
			switch rr := rr.(type) {
			case *dns.A:
				ip = rr.A.To4()
			case *dns.AAAA:
				ip = rr.AAAA
			}
			if a, ok := netip.AddrFromSlice(ip); ok {
				addrs = append(addrs, a)
			}
		}
	}
	return addrs, nil
}

// exchange asks one question over UDP, and over TCP if the answer is truncated.
func exchange(ctx context.Context, q *dns.Msg, server string) (*dns.Msg, error) {
	q.SetEdns0(1232, false)
	for _, network := range []string{"udp", "tcp"} {
		answer, _, err := (&dns.Client{Net: network, Timeout: answerTimeout}).ExchangeContext(ctx, q, server)
		if err != nil || !answer.Truncated || network == "tcp" {
			return answer, err
		}
	}
	panic("unreachable")
}
