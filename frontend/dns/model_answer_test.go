package dns_test

import (
	"encoding/json"
	"strings"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/registry"
)

func jsonOf(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := registry.EncodeDocument(v)
	if err != nil {
		panic(err)
	}
	return b
}

// modelAnswer answers a query from plain lists of records, by the algorithm of RFC 1034
// section 4.3.2 and RFC 4592.
func modelAnswer(zones map[string][]mdns.RR, q *mdns.Msg) string {
	a := new(mdns.Msg)
	question := q.Question[0]
	apex := nearest(zones, question.Name, question.Qtype)
	if apex == "" {
		a.Rcode = mdns.RcodeRefused
		return summary(a)
	}
	zone := zones[apex]
	at := func(owner string, t uint16) (rrs []mdns.RR) {
		for _, rr := range zone {
			if rr.Header().Name == owner && (t == 0 || rr.Header().Rrtype == t) {
				rrs = append(rrs, rr)
			}
		}
		return rrs
	}
	exists := func(owner string) bool {
		for _, rr := range zone {
			if mdns.IsSubDomain(owner, rr.Header().Name) {
				return true
			}
		}
		return false
	}
	glue := func(servers []mdns.RR) {
		for _, rr := range servers {
			target := rr.(*mdns.NS).Ns
			a.Extra = append(a.Extra, at(target, mdns.TypeA)...)
			a.Extra = append(a.Extra, at(target, mdns.TypeAAAA)...)
		}
	}
	soa := func() {
		rr := mdns.Copy(at(apex, mdns.TypeSOA)[0])
		rr.Header().Ttl = 300
		a.Ns = append(a.Ns, rr)
	}
	a.Authoritative = true
	hosted := strings.Count(apex, ".") > 1
	seen := map[string]bool{}
	for owner := question.Name; ; {
		for _, cut := range namesAbove(owner, apex) {
			ns := at(cut, mdns.TypeNS)
			if len(ns) > 0 && !(cut == owner && question.Qtype == mdns.TypeDS) {
				a.Authoritative, a.Ns = len(a.Answer) > 0, ns
				glue(ns)
				return summary(a)
			}
		}
		list, from := at(owner, 0), owner
		if !exists(owner) {
			encloser := owner
			for !exists(encloser) {
				i, _ := mdns.NextLabel(encloser, 0)
				encloser = encloser[i:]
			}
			from = "*." + encloser
			if list = at(from, 0); !exists(from) {
				a.Rcode = mdns.RcodeNameError
			}
		}
		target := ""
		for _, rr := range list {
			rr = mdns.Copy(rr)
			rr.Header().Name = owner
			switch t := rr.Header().Rrtype; {
			case t == question.Qtype:
				a.Answer, seen["found"] = append(a.Answer, rr), true
			case t == mdns.TypeCNAME:
				a.Answer, target = append(a.Answer, rr), rr.(*mdns.CNAME).Target
			}
		}
		switch {
		case seen["found"]:
			if owner == apex && question.Qtype == mdns.TypeNS && !hosted {
				glue(a.Answer)
			}
			return summary(a)
		case target == "":
			soa()
			return summary(a)
		case seen[target] || target == question.Name || !mdns.IsSubDomain(apex, target):
			return summary(a)
		}
		seen[target], owner = true, target
	}
}

// nearest returns the apex of the zone that answers; for DS, that of the parent zone.
func nearest(zones map[string][]mdns.RR, owner string, qtype uint16) string {
	for i, end := 0, false; !end; i, end = mdns.NextLabel(owner, i) {
		apex := owner[i:]
		if zones[apex] == nil || i == 0 && qtype == mdns.TypeDS && strings.Count(apex, ".") > 1 {
			continue
		}
		return apex
	}
	return ""
}

// namesAbove returns the names from the one below the apex down to owner.
func namesAbove(owner, apex string) (all []string) {
	for i, end := 0, false; !end && owner[i:] != apex; i, end = mdns.NextLabel(owner, i) {
		all = append([]string{owner[i:]}, all...)
	}
	return all
}
