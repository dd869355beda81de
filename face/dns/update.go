package dns

import (
	"errors"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// An Update is what a client asks to change in a hosted zone (RFC 2136).
type Update struct {
	Zone  name.Name
	Needs []registry.Need
	Edits []registry.RecordEdit
}

// readUpdate reads an UPDATE message. An rcode other than success says why it
// cannot be one.
func readUpdate(m *dns.Msg) (u Update, rcode int) {
	if len(m.Question) != 1 || m.Question[0].Qtype != dns.TypeSOA || m.Question[0].Qclass != dns.ClassINET {
		return u, dns.RcodeFormatError
	}
	zone := dns.CanonicalName(m.Question[0].Name)
	n, err := name.Parse(zone)
	if err != nil {
		return u, dns.RcodeNotAuth
	}
	u.Zone = n
	for _, rr := range m.Answer {
		if rcode := u.need(rr, zone); rcode != dns.RcodeSuccess {
			return u, rcode
		}
	}
	for _, rr := range m.Ns {
		if rcode := u.edit(rr, zone); rcode != dns.RcodeSuccess {
			return u, rcode
		}
	}
	return u, dns.RcodeSuccess
}

// need reads a prerequisite (RFC 2136 section 3.2).
func (u *Update) need(rr dns.RR, zone string) int {
	h := rr.Header()
	switch {
	case h.Ttl != 0:
		return dns.RcodeFormatError
	case !dns.IsSubDomain(zone, h.Name):
		return dns.RcodeNotZone
	}
	n := registry.Need{Label: h.Name, Absent: h.Class == dns.ClassNONE}
	if h.Rrtype != dns.TypeANY {
		n.Type = typeName(h.Rrtype)
	}
	switch h.Class {
	case dns.ClassANY, dns.ClassNONE:
		if h.Rdlength != 0 {
			return dns.RcodeFormatError
		}
		u.Needs = append(u.Needs, n)
		return dns.RcodeSuccess
	case dns.ClassINET:
		if h.Rrtype == dns.TypeANY {
			return dns.RcodeFormatError
		}
		r, ok := recordOf(rr)
		if !ok {
			return dns.RcodeNXRrset // it is not one that a zone here can have
		}
		for i, other := range u.Needs { // one RRset is one need
			if len(other.Exact) > 0 && other.Type == n.Type && strings.EqualFold(other.Label, n.Label) {
				u.Needs[i].Exact = append(u.Needs[i].Exact, r)
				return dns.RcodeSuccess
			}
		}
		n.Exact = []registry.Record{r}
		u.Needs = append(u.Needs, n)
		return dns.RcodeSuccess
	}
	return dns.RcodeFormatError
}

// edit reads one line of the update section (RFC 2136 section 3.4.1).
func (u *Update) edit(rr dns.RR, zone string) int {
	h := rr.Header()
	if !dns.IsSubDomain(zone, h.Name) {
		return dns.RcodeNotZone
	}
	e := registry.RecordEdit{Remove: h.Class != dns.ClassINET, Record: registry.Record{Label: h.Name}}
	switch h.Class {
	case dns.ClassANY:
		if h.Ttl != 0 || h.Rdlength != 0 || meta(h.Rrtype) && h.Rrtype != dns.TypeANY {
			return dns.RcodeFormatError
		}
		if h.Rrtype != dns.TypeANY {
			e.Record.Type = typeName(h.Rrtype)
		}
	case dns.ClassNONE, dns.ClassINET:
		if meta(h.Rrtype) || h.Class == dns.ClassNONE && h.Ttl != 0 {
			return dns.RcodeFormatError
		}
		r, ok := recordOf(rr)
		switch {
		case ok:
			e.Record = r
		case h.Class == dns.ClassNONE, kept(rr, zone):
			return dns.RcodeSuccess // it is not there, or the storefront's and stays
		default:
			return dns.RcodeRefused
		}
	default:
		return dns.RcodeFormatError
	}
	u.Edits = append(u.Edits, e)
	return dns.RcodeSuccess
}

// typeName is what t is called: in a Need or an edit no name means any type.
func typeName(t uint16) string { return dns.Type(t).String() }

// meta reports whether t is a type that no zone holds (RFC 6895 section 3.1).
func meta(t uint16) bool { return t == 0 || t >= 128 && t <= 255 || t == dns.TypeOPT }

// kept reports whether rr is one of those at the apex that an update does not
// touch: clients send a new SOA, or the name servers, with what they mean.
func kept(rr dns.RR, zone string) bool {
	t := rr.Header().Rrtype
	return (t == dns.TypeSOA || t == dns.TypeNS) && strings.EqualFold(rr.Header().Name, zone)
}

// recordOf returns rr as a zone here keeps it; false when its type is not one
// of registry.RecordTypes, or it says nothing.
func recordOf(rr dns.RR) (registry.Record, bool) {
	h := rr.Header()
	r := registry.Record{Label: h.Name, Type: typeName(h.Rrtype), TTL: int(h.Ttl)}
	switch rr := rr.(type) {
	case *dns.A:
		r.Value = rr.A.String()
	case *dns.AAAA:
		r.Value = rr.AAAA.String()
	case *dns.CNAME:
		r.Value = rr.Target
	case *dns.MX:
		r.Value, r.Priority = rr.Mx, int(rr.Preference)
	case *dns.TXT:
		text, err := plainText(rr.Txt)
		if err != nil || text == "" { // which in an edit means every text
			return r, false
		}
		r.Value = text
	default:
		return r, false
	}
	return r, true
}

// plainText joins the character-strings of a TXT record, which the library
// gives with its escapes.
func plainText(pieces []string) (string, error) {
	var b strings.Builder
	for _, s := range pieces {
		for i := 0; i < len(s); i++ {
			c := s[i]
			switch {
			case c != '\\':
			case i+3 < len(s) && digit(s[i+1]) && digit(s[i+2]) && digit(s[i+3]):
				n := int(s[i+1]-'0')*100 + int(s[i+2]-'0')*10 + int(s[i+3]-'0')
				if n > 255 {
					return "", errEscape
				}
				c, i = byte(n), i+3
			case i+1 < len(s):
				c, i = s[i+1], i+1
			default:
				return "", errEscape
			}
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

var errEscape = errors.New("dns: a character-string with a broken escape")

func digit(c byte) bool { return c >= '0' && c <= '9' }

// rcodeOf says in RFC 2136's words why an update was refused; false for an
// error that is no rule's.
func rcodeOf(err error) (int, bool) {
	var fault *registry.Fault
	if !errors.As(err, &fault) {
		return dns.RcodeServerFailure, false
	}
	switch {
	case errors.Is(err, registry.ErrNeed):
		return dns.StringToRcode[fault.Field], true
	case errors.Is(err, registry.ErrNoName), errors.Is(err, registry.ErrNotYours), errors.Is(err, registry.ErrTLD):
		return dns.RcodeNotAuth, true
	case errors.Is(err, registry.ErrNameSyntax):
		return dns.RcodeNotZone, true
	}
	return dns.RcodeRefused, true
}
