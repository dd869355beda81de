package dns

import (
	"errors"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
)

// An Update is a signed UPDATE of a hosted zone (RFC 2136).
type Update struct {
	Zone name.Name
	registry.ZoneUpdate
	Key    string // name of the TSIG key
	Signed uint64 // Time Signed, Unix seconds
	MAC    string
}

// readUpdate parses an UPDATE message. Rcode is the response code if the message is
// malformed or cannot be applied, otherwise success.
func readUpdate(m *dns.Msg) (u Update, rcode int) {
	if len(m.Question) != 1 || m.Question[0].Qtype != dns.TypeSOA || m.Question[0].Qclass != dns.ClassINET {
		return u, dns.RcodeFormatError
	}
	zone := dns.CanonicalName(m.Question[0].Name)
	n, err := name.ParseReference(zone)
	if err != nil {
		return u, dns.RcodeNotAuth
	}
	u.Zone = n
	for _, rr := range m.Answer {
		if rcode := u.readPrerequisite(rr, zone); rcode != dns.RcodeSuccess {
			return u, rcode
		}
	}
	for _, rr := range m.Ns {
		if rcode := u.readEdit(rr, zone); rcode != dns.RcodeSuccess {
			return u, rcode
		}
	}
	return u, dns.RcodeSuccess
}

// readPrerequisite parses one record of the prerequisite section (RFC 2136 section
// 3.2) and returns a response code.
func (u *Update) readPrerequisite(rr dns.RR, zone string) int {
	h := rr.Header()
	switch {
	case h.Ttl != 0:
		return dns.RcodeFormatError
	case !dns.IsSubDomain(zone, h.Name):
		return dns.RcodeNotZone
	}
	n := registry.Prerequisite{Label: h.Name, Absent: h.Class == dns.ClassNONE}
	if h.Rrtype != dns.TypeANY {
		n.Type = typeName(h.Rrtype)
	}
	switch h.Class {
	case dns.ClassANY, dns.ClassNONE:
		if h.Rdlength != 0 {
			return dns.RcodeFormatError
		}
		u.Prerequisites = append(u.Prerequisites, n)
		return dns.RcodeSuccess
	case dns.ClassINET:
		if h.Rrtype == dns.TypeANY {
			return dns.RcodeFormatError
		}
		data, err := rdata.FromRR(rr)
		if err != nil {
			return dns.RcodeFormatError
		}
		r := registry.Record{Type: n.Type, Data: data}
		for i, other := range u.Prerequisites { // the records of one RRset are one prerequisite
			if len(other.Exact) > 0 && other.Type == n.Type && strings.EqualFold(other.Label, n.Label) {
				u.Prerequisites[i].Exact = append(u.Prerequisites[i].Exact, r)
				return dns.RcodeSuccess
			}
		}
		n.Exact = []registry.Record{r}
		u.Prerequisites = append(u.Prerequisites, n)
		return dns.RcodeSuccess
	}
	return dns.RcodeFormatError
}

// readEdit parses one record of the update section (RFC 2136 section 3.4.1) and
// returns a response code.
func (u *Update) readEdit(rr dns.RR, zone string) int {
	h := rr.Header()
	if !dns.IsSubDomain(zone, h.Name) {
		return dns.RcodeNotZone
	}
	e := registry.RecordEdit{Remove: h.Class != dns.ClassINET, Record: registry.Record{Label: h.Name}}
	switch h.Class {
	case dns.ClassANY:
		if h.Ttl != 0 || h.Rdlength != 0 || isMetaType(h.Rrtype) && h.Rrtype != dns.TypeANY {
			return dns.RcodeFormatError
		}
		if h.Rrtype != dns.TypeANY {
			e.Record.Type = typeName(h.Rrtype)
		}
	case dns.ClassNONE, dns.ClassINET:
		if isMetaType(h.Rrtype) || h.Class == dns.ClassNONE && h.Ttl != 0 {
			return dns.RcodeFormatError
		}
		data, err := rdata.FromRR(rr)
		if err != nil {
			return dns.RcodeFormatError
		}
		e.Record = registry.Record{Label: h.Name, Type: typeName(h.Rrtype), TTL: int(h.Ttl), Data: data}
	default:
		return dns.RcodeFormatError
	}
	u.Edits = append(u.Edits, e)
	return dns.RcodeSuccess
}

// typeName returns the mnemonic of t. In a prerequisite or an edit, "" means any type.
func typeName(t uint16) string { return dns.Type(t).String() }

// isMetaType reports whether t is a type without records (RFC 6895 section 3.1).
func isMetaType(t uint16) bool { return t == 0 || t >= 128 && t <= 255 || t == dns.TypeOPT }

// rcodeOf returns the response code for an error of Apply; false, with SERVFAIL, if
// the error is not a fault.
func rcodeOf(err error) (int, bool) {
	var fault *registry.Fault
	if !errors.As(err, &fault) {
		return dns.RcodeServerFailure, false
	}
	switch {
	case errors.Is(err, registry.ErrPrerequisite):
		return dns.StringToRcode[fault.Field], true
	case errors.Is(err, registry.ErrNoName), errors.Is(err, registry.ErrNotYours), errors.Is(err, registry.ErrTLD), errors.Is(err, registry.ErrStatus):
		return dns.RcodeNotAuth, true
	case errors.Is(err, registry.ErrNameSyntax):
		return dns.RcodeNotZone, true
	}
	return dns.RcodeRefused, true
}
