package dnscheck

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// maxAddrs bounds the addresses of one name server that are asked.
const maxAddrs = 8

// A Probe asks the name servers of domains whether they serve them
// (docs/contracts/altravia.md section 4.2).
type Probe struct {
	Resolver Resolver // finds the addresses of name servers that have no glue
	Port     int
	Private  bool // ask at special addresses too
}

// Ask asks every name server of d for the SOA and NS records of the domain, and, if d has
// DNSSEC data, for its keys. It returns what is wrong, in English; "" if every server
// answers with authority, names exactly the name servers of d, and has a key of one of the
// DS records. An error means that the resolver did not answer, so nothing is known.
func (p Probe) Ask(ctx context.Context, d registry.Domain) (failure string, err error) {
	addrs := make([][]netip.Addr, len(d.Nameservers))
	for i, ns := range d.Nameservers {
		if addrs[i], err = p.addrsOf(ctx, ns); err != nil {
			return "", err
		}
		if len(addrs[i]) == 0 {
			return fmt.Sprintf("name server %s has no address in the Internet", ns.Host), nil
		}
	}
	for i, ns := range d.Nameservers {
		if failure := p.askServer(ctx, d, addrs[i]); failure != "" {
			return fmt.Sprintf("name server %s %s", ns.Host, failure), nil
		}
	}
	return "", ctx.Err()
}

// addrsOf returns the addresses at which a name server may be asked.
func (p Probe) addrsOf(ctx context.Context, ns registry.Nameserver) (addrs []netip.Addr, err error) {
	if addrs = slices.Clone(ns.Addrs); len(addrs) == 0 {
		if addrs, err = p.Resolver.Addrs(ctx, ns.Host); err != nil {
			return nil, err
		}
	}
	if !p.Private {
		addrs = slices.DeleteFunc(addrs, isSpecial)
	}
	return addrs[:min(len(addrs), maxAddrs)], nil
}

// isSpecial reports whether no name server in the Internet can have an address.
func isSpecial(a netip.Addr) bool {
	b, special := registry.SpecialPurpose(a)
	return special && !b.Global || a.IsMulticast()
}

// askServer returns what is wrong with the answers of one name server: at the first of
// its addresses that answers.
func (p Probe) askServer(ctx context.Context, d registry.Domain, addrs []netip.Addr) string {
	for _, a := range addrs {
		server := net.JoinHostPort(a.String(), strconv.Itoa(p.Port))
		soa, err := exchange(ctx, question(d.Name, dns.TypeSOA), server)
		if err != nil {
			continue
		}
		if failure := wrongAnswer(soa, d.Name, dns.TypeSOA); failure != "" {
			return failure
		}
		return p.askRest(ctx, d, server)
	}
	return "does not answer"
}

// askRest asks a server that has answered for the SOA.
func (p Probe) askRest(ctx context.Context, d registry.Domain, server string) string {
	answer, err := exchange(ctx, question(d.Name, dns.TypeNS), server)
	if err != nil {
		return "does not answer a question for NS records"
	}
	if failure := wrongAnswer(answer, d.Name, dns.TypeNS); failure != "" {
		return failure
	}
	if got, want := serversIn(answer), serversOf(d); !slices.Equal(got, want) {
		return fmt.Sprintf("names the name servers %s instead of %s", strings.Join(got, ", "), strings.Join(want, ", "))
	}
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) == 0 {
		return ""
	}
	if answer, err = exchange(ctx, question(d.Name, dns.TypeDNSKEY), server); err != nil {
		return "does not answer a question for DNSKEY records"
	}
	if !slices.ContainsFunc(answer.Answer, func(rr dns.RR) bool { return isKeyOf(rr, d) }) {
		return "has no DNSKEY record that belongs to the domain's DNSSEC data"
	}
	return ""
}

func question(n name.Name, qtype uint16) *dns.Msg {
	q := new(dns.Msg).SetQuestion(dns.Fqdn(string(n)), qtype)
	q.RecursionDesired = false
	return q
}

// wrongAnswer returns what is wrong with an answer that must have records of qtype.
func wrongAnswer(answer *dns.Msg, n name.Name, qtype uint16) string {
	switch {
	case answer.Rcode != dns.RcodeSuccess:
		return "answers with " + dns.RcodeToString[answer.Rcode]
	case !answer.Authoritative:
		return "answers without authority"
	case !slices.ContainsFunc(answer.Answer, func(rr dns.RR) bool {
		return rr.Header().Rrtype == qtype && strings.EqualFold(rr.Header().Name, dns.Fqdn(string(n)))
	}):
		return "has no " + dns.TypeToString[qtype] + " record of the domain"
	}
	return ""
}

// serversIn returns the name servers in an answer, sorted.
func serversIn(answer *dns.Msg) (all []string) {
	for _, rr := range answer.Answer {
		if ns, ok := rr.(*dns.NS); ok {
			all = append(all, strings.ToLower(strings.TrimSuffix(ns.Ns, ".")))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// serversOf returns the name servers of d, sorted.
func serversOf(d registry.Domain) (all []string) {
	for _, ns := range d.Nameservers {
		all = append(all, string(ns.Host))
	}
	slices.Sort(all)
	return all
}

// isKeyOf reports whether rr is a key of one of d's DS records.
func isKeyOf(rr dns.RR, d registry.Domain) bool {
	key, ok := rr.(*dns.DNSKEY)
	if !ok {
		return false
	}
	all := slices.Clone(d.DNSSEC.DS)
	for _, k := range d.DNSSEC.Keys {
		if ds, ok := k.DS(d.Name); ok {
			all = append(all, ds)
		}
	}
	return slices.ContainsFunc(all, func(ds registry.DS) bool {
		made := key.ToDS(uint8(ds.DigestType))
		return made != nil && int(made.KeyTag) == ds.KeyTag && int(made.Algorithm) == ds.Algorithm && strings.EqualFold(made.Digest, ds.Digest)
	})
}
