package dns

import (
	"net/netip"
	"slices"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A hostedZone is the zone of one customer of a storefront: the customer's
// records, and the storefront's SOA and NS.
type hostedZone struct {
	name       name.Name
	apex       []byte // in wire form
	delegation *zone.DelegationSet
	serial     uint32
	records    *zone.Records
}

// maxCNAMEs bounds the CNAMEs that one answer follows.
const maxCNAMEs = 8

// answerHosted answers for a name in a hosted zone whose apex is the name cut, in
// wire form.
func (s *Server) answerHosted(a *dns.Msg, q dns.Question, c *zone.DelegationSet, serial uint32, key, cut []byte) {
	a.Authoritative = true
	z := hostedZone{name.FromWire(cut), cut, c, serial, s.Names.HostedRecords(cut)}
	var seen []string
	for owner := q.Name; ; {
		if cut := z.records.Cut(key); cut != nil && !(q.Qtype == dns.TypeDS && len(cut) == len(key)) {
			a.Authoritative = len(seen) > 0
			z.referral(a, cut, owner)
			return
		}
		rrs, exists := z.lookup(key, owner)
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
			a.Answer = append(a.Answer, minimalANY(q.Name))
			return
		case target == "":
			a.Ns = append(a.Ns, negativeSOA(c.SOA(z.name, serial)))
			return
		}
		if seen = append(seen, owner); len(seen) > maxCNAMEs {
			return
		}
		if owner, key = target, wireName(target); !z.contains(key) {
			return
		}
		for _, before := range seen {
			if dns.CanonicalName(before) == dns.CanonicalName(owner) {
				return
			}
		}
	}
}

// referral adds the NS records of the delegation at cut, at or above owner, and the
// addresses of its name servers within the zone: glue, which the zone is not
// authoritative for, too (RFC 1034 section 4.3.2, step 3b).
func (z hostedZone) referral(a *dns.Msg, cut []byte, owner string) {
	t := tldAnswer{a: a}
	rrs, _ := z.recordsAt(cut, lastLabels(owner, countLabels(cut)))
	for _, rr := range rrs {
		ns, ok := rr.(*dns.NS)
		if !ok {
			continue
		}
		a.Ns = append(a.Ns, ns)
		if key := wireName(ns.Ns); z.contains(key) {
			addrs, _ := z.recordsAt(key, ns.Ns)
			t.addAdditional(slices.DeleteFunc(addrs, func(rr dns.RR) bool {
				return rr.Header().Rrtype != dns.TypeA && rr.Header().Rrtype != dns.TypeAAAA
			}))
		}
	}
}

// lookup returns the records at a name, with the given owner, and whether the name
// exists, by itself or by a wildcard (RFC 4592).
func (z hostedZone) lookup(key []byte, owner string) (rrs []dns.RR, exists bool) {
	if rrs, exists = z.recordsAt(key, owner); exists {
		return rrs, true
	}
	encloser := key
	for {
		encloser = encloser[1+encloser[0]:]
		if _, exists := z.recordsAt(encloser, owner); exists {
			break
		}
	}
	return z.recordsAt(append([]byte("\x01*"), encloser...), owner)
}

// recordsAt returns the records at exactly this name, and whether it exists.
func (z hostedZone) recordsAt(key []byte, owner string) (rrs []dns.RR, exists bool) {
	list, exists := z.records.AtOwner(key)
	for _, r := range list {
		rrs = append(rrs, RR(zone.RecordRR(r), owner))
	}
	n := name.FromWire(key)
	if apex := len(key) == len(z.apex); apex {
		exists = true
		rrs = append(rrs, RR(z.delegation.SOA(z.name, z.serial), owner))
		for _, s := range z.delegation.Nameservers() {
			rrs = append(rrs, &dns.NS{Hdr: header(owner, dns.TypeNS, zone.TTL), Ns: dns.Fqdn(string(s))})
		}
	}
	if n == z.name || n == "www."+z.name {
		if z.delegation.ForwardsOwner(z.records, string(n)) {
			rrs, exists = append(rrs, addressRecords(owner, zone.Glue{Addrs: z.delegation.Zone.ForwarderAddrs})...), true
		}
	}
	if own, below := z.server(n); own != nil || below {
		rrs, exists = append(rrs, addressRecords(owner, zone.Glue{Addrs: own})...), true
	}
	return rrs, exists
}

// server returns the addresses of the zone's own name server at n, and whether
// another of its name servers is below n.
func (z hostedZone) server(n name.Name) (own []netip.Addr, below bool) {
	for _, g := range z.delegation.ImplicitGlue(z.name, z.records) {
		if g.Host == n {
			own = g.Addrs
		}
		below = below || g.Host.Under(n)
	}
	return own, below
}

// contains reports whether a name is the zone's apex or below it.
func (z hostedZone) contains(key []byte) bool {
	for ; len(key) >= len(z.apex); key = key[1+key[0]:] {
		if string(key) == string(z.apex) {
			return true
		}
	}
	return false
}

// wireName returns a name in lower-case wire form; the root if it cannot be packed.
func wireName(s string) []byte {
	b := make([]byte, 256)
	n, err := dns.PackDomainName(s, b, 0, nil, false)
	if err != nil {
		return []byte{0}
	}
	lower(b[:n])
	return b[:n]
}
