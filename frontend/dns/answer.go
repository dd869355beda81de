package dns

import (
	"encoding/binary"
	"slices"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/view/zone"
)

// maxUDPSize is the largest UDP payload, in octets, that the server advertises
// and sends (RFC 9715 section 4).
const maxUDPSize = 1232

// reply returns the packed answer to a message, appended to out[:0]. Answer is
// nil if the message gets none; other is set instead of it if the message is one
// for the Server's Handler. Reserved is the number of octets to leave free over UDP.
func (s *Server) reply(wire []byte, tcp bool, out []byte, reserved int) (answer []byte, other *dns.Msg) {
	if len(wire) < 12 || wire[2]&0x80 != 0 { // no header, or a response: answering one could start a loop
		return nil, nil
	}
	q, rcode := s.parse(wire)
	switch {
	case rcode != dns.RcodeSuccess:
		return s.errorReply(wire, rcode), nil
	case s.Handler != nil && forHandler(q):
		return nil, q
	}
	a := s.Answer(q)
	limit := dns.MaxMsgSize
	if !tcp {
		limit = UDPSize(q) - reserved
	}
	packed, err := truncate(a, limit, out)
	if err != nil {
		s.warn("answer cannot be packed", "name", q.Question[0].Name, "error", err)
		return s.errorReply(wire, dns.RcodeServerFailure), nil
	}
	s.count(a.Rcode)
	return packed, nil
}

// parse unpacks a message with a header, and returns the error code of one that
// cannot be answered.
func (s *Server) parse(wire []byte) (*dns.Msg, int) {
	opcode := int(wire[2] >> 3 & 15)
	if opcode != dns.OpcodeQuery && opcode != dns.OpcodeNotify && opcode != dns.OpcodeUpdate { // other opcodes may define their sections differently
		return nil, dns.RcodeNotImplemented
	}
	q := new(dns.Msg)
	_, valid := readOptions(wire)
	switch {
	case !valid || !wellFormed(wire) || q.Unpack(wire) != nil:
		return nil, dns.RcodeFormatError
	case opcode != dns.OpcodeQuery && s.Handler == nil:
		return nil, dns.RcodeNotImplemented
	case opcode == dns.OpcodeQuery && (binary.BigEndian.Uint16(wire[4:]) != 1 || len(q.Question) != 1):
		return nil, dns.RcodeFormatError
	}
	return q, dns.RcodeSuccess
}

// forHandler reports whether a message is for the Server's Handler: a NOTIFY, an
// UPDATE, a transfer, or a signed query.
func forHandler(q *dns.Msg) bool {
	if q.Opcode != dns.OpcodeQuery {
		return true
	}
	t := q.Question[0].Qtype
	return t == dns.TypeAXFR || t == dns.TypeIXFR ||
		slices.ContainsFunc(q.Extra, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeTSIG })
}

// errorReply returns a response of a header alone. Wire holds at least a header.
func (s *Server) errorReply(wire []byte, rcode int) []byte {
	s.count(rcode)
	b := make([]byte, 12)
	copy(b, wire[:2])
	b[2] = 0x80 | wire[2]&0x79 // opcode and RD
	b[3] = wire[3]&0x10 | byte(rcode)
	return b
}

// UDPSize returns the largest answer to q over UDP, in octets (RFC 6891 section 6.2.3).
func UDPSize(q *dns.Msg) int {
	if opt := q.IsEdns0(); opt != nil {
		return min(max(int(opt.UDPSize()), dns.MinMsgSize), maxUDPSize)
	}
	return dns.MinMsgSize
}

// truncate packs an answer into at most limit octets. It drops additional
// records outside the delegated name first; in-domain glue is required, so if
// that does not fit, TC is set (RFC 9471).
func truncate(a *dns.Msg, limit int, out []byte) ([]byte, error) {
	a.Compress = true
	packed, err := a.PackBuffer(out)
	if err != nil || len(packed) <= limit {
		return packed, err
	}
	if len(a.Ns) > 0 {
		owner := a.Ns[0].Header().Name
		a.Extra = slices.DeleteFunc(a.Extra, func(rr dns.RR) bool {
			return rr.Header().Rrtype != dns.TypeOPT && !dns.IsSubDomain(owner, rr.Header().Name)
		})
		if packed, err = a.PackBuffer(out); err != nil || len(packed) <= limit {
			return packed, err
		}
	}
	a.Truncate(limit)
	a.Truncated = true
	return a.PackBuffer(out)
}

// Answer returns the complete answer to a query, whatever its length; the caller
// truncates it. Of the message, the number of questions and the OPT records are
// checked here.
func (s *Server) Answer(q *dns.Msg) *dns.Msg {
	a := new(dns.Msg)
	a.Id, a.Response, a.Opcode = q.Id, true, q.Opcode
	a.RecursionDesired, a.CheckingDisabled = q.RecursionDesired, q.CheckingDisabled
	if len(q.Question) != 1 {
		a.Rcode = dns.RcodeFormatError
		return a
	}
	a.Question = q.Question[:1:1]
	opts := 0
	for _, rr := range q.Extra {
		if opt, ok := rr.(*dns.OPT); ok {
			if opts++; opts > 1 || opt.Hdr.Name != "." {
				a.Rcode, a.Extra = dns.RcodeFormatError, nil
				return a
			}
			own := &dns.OPT{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeOPT}}
			own.SetUDPSize(maxUDPSize)
			if opt.Do() {
				own.SetDo()
			}
			a.Extra = append(a.Extra, own)
			if opt.Version() != 0 {
				a.Rcode = dns.RcodeBadVers
			}
		}
	}
	if a.Rcode != 0 {
		return a
	}
	switch t, class := q.Question[0].Qtype, q.Question[0].Qclass; {
	case t == dns.TypeOPT:
		a.Rcode = dns.RcodeFormatError
	case class == dns.ClassCHAOS && s.answerChaos(a, q.Question[0]):
	case class != dns.ClassINET, t == dns.TypeAXFR, t == dns.TypeIXFR:
		a.Rcode = dns.RcodeRefused
	case t == 0 || t >= 128 && t < 255 && t != dns.TypeANY:
		a.Rcode = dns.RcodeNotImplemented
	default:
		s.resolve(a, q.Question[0])
	}
	return a
}

// resolve fills in the answer to a question of class IN.
func (s *Server) resolve(a *dns.Msg, q dns.Question) {
	var room [256]byte
	n, err := dns.PackDomainName(q.Name, room[:], 0, nil, false)
	if err != nil {
		a.Rcode = dns.RcodeFormatError
		return
	}
	key := room[:n]
	lower(key)
	z, at := s.Names.FindZone(key)
	if z == nil {
		if s.Fallback == nil || !s.Fallback(a, q) {
			a.Rcode = dns.RcodeRefused
		}
		return
	}
	if at == 0 && q.Qtype == dns.TypeDS { // DS belongs to the parent zone, if it is served here too
		if up, from := s.Names.FindZone(key[1+key[0]:]); up != nil && from == 0 {
			z, at = up, 1+int(key[0])
		}
	}
	t := tldAnswer{a: a, q: q, zone: z}
	if at == 0 {
		t.answerApex()
		return
	}
	cut := key[childOffset(key, at):]
	c, serial := z.DelegationSet(cut)
	switch at := len(cut) == len(key); {
	case c == nil:
		t.answerNode(key)
	case len(c.Nameservers()) == 0:
		t.answerForwarded(key, cut)
	case at && q.Qtype == dns.TypeDS:
		t.answerDS(c)
	case c.Hosted:
		s.answerHosted(a, q, c, serial, key, cut)
	default:
		t.referral(c, cut)
	}
}

// childOffset returns the offset in key of the name one label below the zone
// whose name begins at offset at.
func childOffset(key []byte, at int) int {
	i := 0
	for i+1+int(key[i]) != at {
		i += 1 + int(key[i])
	}
	return i
}

// lower converts a name in wire form to lower case in place. Length octets are
// below 64 and therefore not letters.
func lower(key []byte) {
	for i, c := range key {
		if 'A' <= c && c <= 'Z' {
			key[i] = c + 'a' - 'A'
		}
	}
}

// minimalANY returns the HINFO record that answers a query for ANY (RFC 8482
// section 4.2).
func minimalANY(owner string) dns.RR {
	return &dns.HINFO{Hdr: header(owner, dns.TypeHINFO, zone.TTL), Cpu: "RFC8482"}
}

func header(owner string, t uint16, ttl uint32) dns.RR_Header {
	return dns.RR_Header{Name: owner, Rrtype: t, Class: dns.ClassINET, Ttl: ttl}
}
