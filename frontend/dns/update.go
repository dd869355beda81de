package dns

import (
	"errors"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// An Update is a parsed UPDATE of a hosted zone (RFC 2136).
type Update struct {
	Zone          name.Name
	Prerequisites []registry.Prerequisite
	Edits         []registry.RecordEdit
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
		r, ok := recordOf(rr)
		if !ok {
			return dns.RcodeNXRrset // hosted zones cannot hold such a record
		}
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
		r, ok := recordOf(rr)
		switch {
		case ok:
			e.Record = r
		case h.Class == dns.ClassNONE, isApexSOAOrNS(rr, zone):
			return dns.RcodeSuccess // the record to remove cannot exist, or belongs to the storefront and is ignored
		default:
			return dns.RcodeRefused
		}
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

// isApexSOAOrNS reports whether rr is the SOA or an NS at the apex, which an update
// does not change: clients send them along with the records they want to change.
func isApexSOAOrNS(rr dns.RR, zone string) bool {
	t := rr.Header().Rrtype
	return (t == dns.TypeSOA || t == dns.TypeNS) && strings.EqualFold(rr.Header().Name, zone)
}

// recordOf converts rr to a registry.Record; false if its type is not one of
// registry.RecordTypes, or if it is an empty TXT.
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
		if err != nil || text == "" { // "" would mean any TXT in an edit
			return r, false
		}
		r.Value = text
	default:
		return r, false
	}
	return r, true
}

// plainText joins the character-strings of a TXT record and resolves the library's
// escapes.
func plainText(pieces []string) (string, error) {
	var b strings.Builder
	for _, s := range pieces {
		for i := 0; i < len(s); i++ {
			c := s[i]
			switch {
			case c != '\\':
			case i+3 < len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]):
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

var errEscape = errors.New("dns: invalid escape in a character-string")

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

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
	case errors.Is(err, registry.ErrNoName), errors.Is(err, registry.ErrNotYours), errors.Is(err, registry.ErrTLD):
		return dns.RcodeNotAuth, true
	case errors.Is(err, registry.ErrNameSyntax):
		return dns.RcodeNotZone, true
	}
	return dns.RcodeRefused, true
}
