package dns

import (
	"net/netip"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A hostedZone is the zone of one customer of a storefront: the customer's
// records, and the storefront's SOA and NS.
type hostedZone struct {
	name    name.Name
	apex    []byte // in wire form
	cut     *view.DelegationSet
	serial  uint32
	records *view.Records
}

// maxCNAMEs bounds the CNAMEs that one answer follows.
const maxChase = 8

// answerHosted answers for a name in a hosted zone whose apex is the name cut, in
// wire form.
func (s *Face) hosted(a *dns.Msg, q dns.Question, c *view.DelegationSet, serial uint32, key, cut []byte) {
	a.Authoritative = true
	z := hostedZone{nameOf(cut), cut, c, serial, s.Names.HostedRecords(cut)}
	var seen []string
	for owner := q.Name; ; {
		rrs, exists := z.find(key, owner)
		if !exists {
			a.Rcode = dns.RcodeNameError
		}
		var target string
		found := false
		for _, rr := range rrs {
			switch t := rr.Header().Rrtype; {
			case t == q.Qtype:
				a.Answer, found = append(a.Answer, rr), true
			case t == dns.TypeCNAME && q.Qtype != dns.TypeANY:
				a.Answer, target = append(a.Answer, rr), rr.(*dns.CNAME).Target
			}
		}
		switch {
		case found:
			return
		case q.Qtype == dns.TypeANY && len(rrs) > 0:
			a.Answer = append(a.Answer, minimal(q.Name))
			return
		case target == "":
			a.Ns = append(a.Ns, negative(c.SOA(z.name, serial)))
			return
		}
		if seen = append(seen, owner); len(seen) > maxChase {
			return
		}
		if owner, key = target, wireOf(target); !z.within(key) {
			return
		}
		for _, before := range seen {
			if dns.CanonicalName(before) == dns.CanonicalName(owner) {
				return
			}
		}
	}
}

// lookup returns the records at a name, with the given owner, and whether the name
// exists, by itself or by a wildcard (RFC 4592).
func (z hostedZone) find(key []byte, owner string) (rrs []dns.RR, exists bool) {
	if rrs, exists = z.at(key, owner); exists {
		return rrs, true
	}
	encloser := key
	for {
		encloser = encloser[1+encloser[0]:]
		if _, exists := z.at(encloser, owner); exists {
			break
		}
	}
	return z.at(append([]byte("\x01*"), encloser...), owner)
}

// recordsAt returns the records at exactly this name, and whether it exists.
func (z hostedZone) at(key []byte, owner string) (rrs []dns.RR, exists bool) {
	list, exists := z.records.AtOwner(key)
	for _, r := range list {
		rrs = append(rrs, RR(view.RecordRR(r), owner))
	}
	n := nameOf(key)
	if apex := len(key) == len(z.apex); apex {
		exists = true
		rrs = append(rrs, RR(z.cut.SOA(z.name, z.serial), owner))
		for _, s := range z.cut.Nameservers() {
			rrs = append(rrs, &dns.NS{Hdr: header(owner, dns.TypeNS, view.TTL), Ns: dns.Fqdn(string(s))})
		}
	}
	if n == z.name || n == "www."+z.name {
		if z.cut.ForwardsOwner(z.records, string(n)) {
			rrs, exists = append(rrs, addresses(owner, view.Glue{Addrs: z.cut.Zone.ForwarderAddrs})...), true
		}
	}
	if own, below := z.server(n); own != nil || below {
		rrs, exists = append(rrs, addresses(owner, view.Glue{Addrs: own})...), true
	}
	return rrs, exists
}

// server returns the addresses of the zone's own name server at n, and whether
// another of its name servers is below n.
func (z hostedZone) server(n name.Name) (own []netip.Addr, below bool) {
	for _, g := range z.cut.ImplicitGlue(z.name, z.records) {
		if g.Host == n {
			own = g.Addrs
		}
		below = below || g.Host.Under(n)
	}
	return own, below
}

// contains reports whether a name is the zone's apex or below it.
func (z hostedZone) within(key []byte) bool {
	for ; len(key) >= len(z.apex); key = key[1+key[0]:] {
		if string(key) == string(z.apex) {
			return true
		}
	}
	return false
}

// wireName returns a name in lower-case wire form; the root if it cannot be packed.
func wireOf(s string) []byte {
	b := make([]byte, 256)
	n, err := dns.PackDomainName(s, b, 0, nil, false)
	if err != nil {
		return []byte{0}
	}
	lower(b[:n])
	return b[:n]
}
