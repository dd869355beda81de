package dns

import (
	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A tldAnswer builds the answer to a question from the zone of a TLD.
type tldAnswer struct {
	a    *dns.Msg
	q    dns.Question
	zone *zone.Zone
}

// answerApex answers for the zone's own name.
func (t tldAnswer) answerApex() {
	t.a.Authoritative = true
	switch t.q.Qtype {
	case dns.TypeSOA:
		t.a.Answer = append(t.a.Answer, RR(t.zone.SOA(), t.q.Name))
	case dns.TypeNS:
		for _, s := range t.zone.Nameservers {
			t.a.Answer = append(t.a.Answer, &dns.NS{Hdr: header(t.q.Name, dns.TypeNS, zone.TTL), Ns: dns.Fqdn(string(s.Host))})
			if s.Host.Within(t.zone.Name) {
				t.addGlue(zone.Glue(s))
			}
		}
	case dns.TypeANY:
		t.a.Answer = append(t.a.Answer, minimalANY(t.q.Name))
	default:
		t.addNegative()
	}
}

// addNegative adds the SOA of a negative answer (RFC 2308 section 2.2).
func (t tldAnswer) addNegative() {
	t.a.Authoritative = true
	t.a.Ns = append(t.a.Ns, negativeSOA(t.zone.SOA()))
}

// negativeSOA returns a SOA with the TTL of a negative answer (RFC 2308 section 3).
func negativeSOA(soa zone.RR) dns.RR {
	rr := RR(soa, "")
	if soa, ok := rr.(*dns.SOA); ok {
		soa.Hdr.Ttl = min(soa.Hdr.Ttl, soa.Minttl)
	}
	return rr
}

// answerNode answers for a name that is not below a delegation.
func (t tldAnswer) answerNode(key []byte) {
	t.a.Authoritative = true
	n, ok := t.zone.Node(key)
	if !ok {
		t.a.Rcode = dns.RcodeNameError
		t.addNegative()
		return
	}
	t.answerAddresses(n)
}

// answerAddresses answers for a name with the addresses of n.
func (t tldAnswer) answerAddresses(n zone.Node) {
	t.a.Authoritative = true
	if t.q.Qtype == dns.TypeANY && len(n.Addrs) > 0 {
		t.a.Answer = append(t.a.Answer, minimalANY(t.q.Name))
		return
	}
	for _, rr := range addressRecords(t.q.Name, zone.Glue{Addrs: n.Addrs}) {
		if rr.Header().Rrtype == t.q.Qtype {
			t.a.Answer = append(t.a.Answer, rr)
		}
	}
	if len(t.a.Answer) == 0 {
		t.addNegative()
	}
}

// answerForwarded answers for a domain with a forward URL: the domain, cut, and its
// www have the forwarder's addresses in the TLD's zone.
func (t tldAnswer) answerForwarded(key, cut []byte) {
	if below := key[:len(key)-len(cut)]; len(below) == 0 || string(below) == "\x03www" {
		t.answerAddresses(zone.Node{Addrs: t.zone.ForwarderAddrs})
		return
	}
	t.answerNode(key)
}

// answerDS answers for the DS of a delegated name.
func (t tldAnswer) answerDS(c *zone.DelegationSet) {
	t.a.Authoritative = true
	for _, ds := range c.DS() {
		t.a.Answer = append(t.a.Answer, RR(zone.RR{Type: "DS", TTL: zone.TTL, Data: ds}, t.q.Name))
	}
	if len(t.a.Answer) == 0 {
		t.addNegative()
	}
}

// referral adds the NS of a delegation set and their glue (RFC 1034 section 4.3.2,
// step 3b).
func (t tldAnswer) referral(c *zone.DelegationSet, cut []byte) {
	owner := lastLabels(t.q.Name, countLabels(cut))
	for _, s := range c.Nameservers() {
		t.a.Ns = append(t.a.Ns, &dns.NS{Hdr: header(owner, dns.TypeNS, zone.TTL), Ns: dns.Fqdn(string(s))})
	}
	for _, g := range c.Glue() {
		t.addGlue(g)
	}
}

// addGlue adds a name server's addresses to the additional section.
func (t tldAnswer) addGlue(g zone.Glue) {
	t.addAdditional(addressRecords(dns.Fqdn(string(g.Host)), g))
}

// addAdditional adds records to the additional section, before the OPT.
func (t tldAnswer) addAdditional(rrs []dns.RR) {
	n := len(t.a.Extra)
	if n > 0 && t.a.Extra[n-1].Header().Rrtype == dns.TypeOPT {
		t.a.Extra = append(append(t.a.Extra[:n-1:n-1], rrs...), t.a.Extra[n-1])
		return
	}
	t.a.Extra = append(t.a.Extra, rrs...)
}

func addressRecords(owner string, g zone.Glue) (rrs []dns.RR) {
	for _, addr := range g.Addrs {
		if addr.Is4() {
			rrs = append(rrs, &dns.A{Hdr: header(owner, dns.TypeA, zone.TTL), A: addr.AsSlice()})
		} else {
			rrs = append(rrs, &dns.AAAA{Hdr: header(owner, dns.TypeAAAA, zone.TTL), AAAA: addr.AsSlice()})
		}
	}
	return rrs
}

// RR converts a record to the library's form. Owner, with its final dot, replaces
// the record's unless it is empty. Records of the zone view are in canonical form,
// so the conversion does not fail.
func RR(rr zone.RR, owner string) dns.RR {
	if owner == "" {
		owner = dns.Fqdn(rr.Owner)
	}
	h := header(owner, dns.StringToType[rr.Type], rr.TTL)
	switch rr.Type {
	case "NS":
		return &dns.NS{Hdr: h, Ns: rr.Data}
	case "CNAME":
		return &dns.CNAME{Hdr: h, Target: rr.Data}
	}
	if parsed := rdata.RR(owner, rr.Type, rr.TTL, rr.Data); parsed != nil {
		return parsed
	}
	return &dns.NULL{Hdr: header(owner, dns.TypeNULL, rr.TTL)}
}

// countLabels returns the number of labels of a name in wire form.
func countLabels(key []byte) (n int) {
	for ; key[0] != 0; key = key[1+key[0]:] {
		n++
	}
	return n
}

// lastLabels returns the last n labels of a name in text form.
func lastLabels(s string, n int) string {
	starts := dns.Split(s)
	return s[starts[len(starts)-n]:]
}
