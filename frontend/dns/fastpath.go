package dns

import (
	"encoding/binary"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/view/zone"
)

// optSize is the length of an OPT record without options.
const optSize = 11

// A question is a parsed query that the fast path may answer: one question of class
// IN, at most one OPT record, nothing else.
type question struct {
	key   [256]byte // the query name, in lower-case wire form
	size  int       // of the name, in octets
	qtype uint16
	opt   bool
	do    bool
	limit int // of the answer, in octets

	reserved int // octets of the answer to leave free, set by the caller
}

// read parses a message. It returns false for messages that the library has to
// handle.
func (q *question) read(m []byte) bool {
	// QR, opcode and TC are 0; one question, no answers, at most one other record.
	if len(m) < 17 || m[2]&0xfa != 0 || binary.BigEndian.Uint32(m[4:]) != 1<<16 || binary.BigEndian.Uint32(m[8:]) > 1 {
		return false
	}
	if !q.readName(m) {
		return false
	}
	i := 12 + q.size
	q.qtype = binary.BigEndian.Uint16(m[i:])
	if binary.BigEndian.Uint16(m[i+2:]) != dns.ClassINET || needsLibrary(q.qtype) {
		return false
	}
	i += 4
	q.opt, q.do, q.limit = false, false, dns.MinMsgSize
	if m[11] == 0 {
		return i == len(m)
	}
	return q.readOPT(m[i:])
}

// readName parses the name that begins after the header. At least its final octet,
// a type and a class must follow each label.
func (q *question) readName(m []byte) bool {
	i := 12
	for m[i] != 0 {
		n := int(m[i])
		if n > 63 || i+n+6 > len(m) || i+n+2-12 > 255 {
			return false
		}
		q.key[i-12] = m[i]
		for j := i + 1; j <= i+n; j++ {
			c := m[j]
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			q.key[j-12] = c
		}
		i += 1 + n
	}
	q.key[i-12] = 0
	q.size = i - 11
	return true
}

// readOPT parses an OPT record that ends the message: name, type, size, extended
// code, version, flags, length, options.
func (q *question) readOPT(o []byte) bool {
	if len(o) < optSize || o[0] != 0 || binary.BigEndian.Uint16(o[1:]) != dns.TypeOPT || o[6] != 0 ||
		optSize+int(binary.BigEndian.Uint16(o[9:])) != len(o) || len(o) > optSize && !optionsWellFormed(o[optSize:]) {
		return false
	}
	q.opt, q.do = true, o[7]&0x80 != 0
	q.limit = min(max(int(binary.BigEndian.Uint16(o[3:])), dns.MinMsgSize), maxUDPSize)
	return true
}

// optionsWellFormed reports whether EDNS options end where their lengths say.
func optionsWellFormed(o []byte) bool {
	for len(o) >= 4 {
		n := 4 + int(binary.BigEndian.Uint16(o[2:]))
		if n > len(o) {
			return false
		}
		o = o[n:]
	}
	return len(o) == 0
}

// needsLibrary reports whether t is a type without records (RFC 6895 section 3.1), or
// DS, which the parent side of a delegation answers.
func needsLibrary(t uint16) bool {
	return t == 0 || t == dns.TypeDS || t == dns.TypeOPT || t >= 128 && t <= 255
}

// fastPath answers with a packed referral or name error, written into out, without
// allocating. It returns false if the library has to answer.
func (s *Server) fastPath(m, out []byte, q *question) ([]byte, bool) {
	if !q.read(m) {
		return nil, false
	}
	key := q.key[:q.size]
	z, at := s.Names.FindZone(key)
	if z == nil || at == 0 {
		return nil, false
	}
	cut := childOffset(key, at)
	c, _ := z.DelegationSet(key[cut:])
	var packed []byte
	rcode := dns.RcodeSuccess
	switch {
	case c == nil:
		if _, ok := z.Node(key); ok {
			return nil, false
		}
		packed, rcode = z.PackedNegative, dns.RcodeNameError
	case !c.Hosted:
		packed = c.PackedReferral
	}
	if packed == nil {
		return nil, false
	}
	out = append(out[:0], m[:12+q.size+4]...)
	out[2], out[3] = 0x80|m[2]&0x01, m[3]&0x10|byte(rcode)
	binary.BigEndian.PutUint16(out[10:], 0)
	out = appendPacked(out, packed, 12+cut, 12+at)
	if rcode == dns.RcodeNameError {
		out[2] |= 0x04 // AA
		binary.BigEndian.PutUint32(out[len(out)-serialFromEnd:], z.Serial())
	}
	if q.opt {
		out = append(out, 0, 0, byte(dns.TypeOPT), maxUDPSize>>8, maxUDPSize&0xff, 0, 0, 0, 0, 0, 0)
		if q.do {
			out[len(out)-4] = 0x80
		}
		binary.BigEndian.PutUint16(out[10:], binary.BigEndian.Uint16(out[10:])+1)
	}
	if len(out)+q.reserved > q.limit {
		return nil, false
	}
	s.count(rcode)
	return out, true
}

// SetPackers makes names pack the answers of the fast path.
func SetPackers(names *zone.View) {
	names.PackReferral, names.PackNegative = PackReferral, PackNegative
}
