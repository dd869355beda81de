package dns

import (
	"net/netip"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A hostedZone is the zone of one customer of a storefront: its records, with
// the SOA and the NS that are the storefront's.
type hostedZone struct {
	name    name.Name
	apex    []byte // in wire form
	cut     *view.Cut
	serial  uint32
	records *view.Records
}

// maxChase bounds the CNAMEs of one answer.
const maxChase = 8

// hosted answers for a name in a zone that we host, whose apex is cut.
func (f *Face) hosted(a *dns.Msg, q dns.Question, c *view.Cut, serial uint32, key, cut []byte) {
	a.Authoritative = true
	z := hostedZone{nameOf(cut), cut, c, serial, f.Names.Records(cut)}
	var seen []string
	for owner := q.Name; ; {
		rrs, there := z.find(key, owner)
		if !there {
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

// find returns the records at a name, under the name as it is to be told, and
// whether there is such a name: by itself or by a wildcard (RFC 4592).
func (z hostedZone) find(key []byte, owner string) (rrs []dns.RR, there bool) {
	if rrs, there = z.at(key, owner); there {
		return rrs, true
	}
	encloser := key
	for {
		encloser = encloser[1+encloser[0]:]
		if _, there := z.at(encloser, owner); there {
			break
		}
	}
	return z.at(append([]byte("\x01*"), encloser...), owner)
}

// at returns the records that stand at a name itself, and whether there is such
// a name.
func (z hostedZone) at(key []byte, owner string) (rrs []dns.RR, there bool) {
	list, there := z.records.At(key)
	for _, r := range list {
		rrs = append(rrs, RR(view.RecordRR(r), owner))
	}
	n := nameOf(key)
	if apex := len(key) == len(z.apex); apex {
		there = true
		rrs = append(rrs, RR(z.cut.SOA(z.name, z.serial), owner))
		for _, s := range z.cut.Servers() {
			rrs = append(rrs, &dns.NS{Hdr: header(owner, dns.TypeNS, view.TTL), Ns: dns.Fqdn(string(s))})
		}
	}
	if n == z.name || n == "www."+z.name {
		if z.cut.Forwards(z.records, string(n)) {
			rrs, there = append(rrs, addresses(owner, view.Glue{Addrs: z.cut.Zone.Forward})...), true
		}
	}
	if own, below := z.server(n); own != nil || below {
		rrs, there = append(rrs, addresses(owner, view.Glue{Addrs: own})...), true
	}
	return rrs, there
}

// server returns the addresses of a name server of the zone that is at a name,
// and whether one is below it.
func (z hostedZone) server(n name.Name) (own []netip.Addr, below bool) {
	for _, g := range z.cut.OwnServers(z.name, z.records) {
		if g.Host == n {
			own = g.Addrs
		}
		below = below || g.Host.Under(n)
	}
	return own, below
}

func (z hostedZone) within(key []byte) bool {
	for ; len(key) >= len(z.apex); key = key[1+key[0]:] {
		if string(key) == string(z.apex) {
			return true
		}
	}
	return false
}

// wireOf returns a name in lower-case wire form.
func wireOf(s string) []byte {
	b := make([]byte, 256)
	n, err := dns.PackDomainName(s, b, 0, nil, false)
	if err != nil {
		return []byte{0}
	}
	lower(b[:n])
	return b[:n]
}
