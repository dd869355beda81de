package dns

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"time"

	"github.com/dchest/siphash"
	"github.com/miekg/dns"
)

// Sizes of cookies in octets (RFC 7873 section 4, RFC 9018 section 4).
const (
	clientCookieSize = 8
	serverCookieSize = 16
	cookieSize       = clientCookieSize + serverCookieSize
	maxCookieSize    = 40
)

// Cookie lifetimes (RFC 9018 section 4.3): how old a server cookie may be, and how far
// ahead of our clock.
const (
	cookieAge   = time.Hour
	cookieAhead = 5 * time.Minute
)

// requestOptions are the EDNS options of a query that the server answers.
type requestOptions struct {
	nsid   bool   // the name of the server is asked for (RFC 5001)
	cookie []byte // a client cookie, and possibly a server cookie; nil: none. Part of the message
}

// readOptions returns the options of a message whose only additional record is an OPT; ok
// is false for a cookie of a wrong size, which is a format error (RFC 7873 section 5.2.2).
// Other messages have none.
func readOptions(m []byte) (o requestOptions, ok bool) {
	if len(m) < 12 || binary.BigEndian.Uint32(m[4:]) != 1<<16 || binary.BigEndian.Uint32(m[8:]) != 1 {
		return o, true
	}
	at, found := skipName(m, 12)
	at += 4
	if !found || at+optSize > len(m) || m[at] != 0 || binary.BigEndian.Uint16(m[at+1:]) != dns.TypeOPT {
		return o, true
	}
	for rest := m[at+optSize:]; len(rest) >= 4; {
		code, size := binary.BigEndian.Uint16(rest), int(binary.BigEndian.Uint16(rest[2:]))
		if 4+size > len(rest) {
			return requestOptions{}, true
		}
		switch data := rest[4 : 4+size]; code {
		case dns.EDNS0NSID:
			o.nsid = true
		case dns.EDNS0COOKIE:
			if size != clientCookieSize && (size < 2*clientCookieSize || size > maxCookieSize) {
				return requestOptions{}, false
			}
			if o.cookie == nil { // the first counts
				o.cookie = data
			}
		}
		rest = rest[4+size:]
	}
	return o, true
}

// optionsSize returns the octets that the answers to options take.
func (s *Server) optionsSize(o requestOptions) (n int) {
	if o.nsid && s.Identity != "" {
		n += 4 + len(s.Identity)
	}
	if o.cookie != nil {
		n += 4 + cookieSize
	}
	return n
}

// appendOptions adds the answers to options to a packed answer that ends with an OPT
// record; any other is returned as it is.
func (s *Server) appendOptions(answer []byte, o requestOptions, client netip.Addr, now time.Time) []byte {
	opt := len(answer) - optSize
	size := s.optionsSize(o)
	if size == 0 || opt < 12 || answer[opt] != 0 || binary.BigEndian.Uint16(answer[opt+1:]) != dns.TypeOPT || binary.BigEndian.Uint16(answer[opt+9:]) != 0 {
		return answer
	}
	binary.BigEndian.PutUint16(answer[opt+9:], uint16(size))
	if o.nsid && s.Identity != "" {
		answer = appendOption(answer, dns.EDNS0NSID, len(s.Identity))
		answer = append(answer, s.Identity...)
	}
	if o.cookie != nil {
		answer = appendOption(answer, dns.EDNS0COOKIE, cookieSize)
		answer = append(answer, o.cookie[:clientCookieSize]...)
		answer = s.appendServerCookie(answer, o.cookie[:clientCookieSize], client, uint32(now.Unix()))
	}
	return answer
}

func appendOption(b []byte, code uint16, size int) []byte {
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, code), uint16(size))
}

// appendServerCookie appends the server cookie of a client (RFC 9018 section 4).
func (s *Server) appendServerCookie(b, clientCookie []byte, client netip.Addr, at uint32) []byte {
	var room [cookieSize + 16]byte
	hashed := append(append(room[:0], clientCookie...), 1, 0, 0, 0) // version and reserved
	hashed = binary.BigEndian.AppendUint32(hashed, at)
	b = append(b, hashed[clientCookieSize:]...)
	if client = client.Unmap(); client.Is4() {
		a := client.As4()
		hashed = append(hashed, a[:]...)
	} else {
		a := client.As16()
		hashed = append(hashed, a[:]...)
	}
	k0, k1 := binary.LittleEndian.Uint64(s.CookieSecret[:]), binary.LittleEndian.Uint64(s.CookieSecret[8:])
	return binary.LittleEndian.AppendUint64(b, siphash.Hash(k0, k1, hashed))
}

// knows reports whether options have a server cookie of ours for this client, so that its
// address is not forged.
func (s *Server) knows(o requestOptions, client netip.Addr, now time.Time) bool {
	if len(o.cookie) != cookieSize {
		return false
	}
	at := binary.BigEndian.Uint32(o.cookie[clientCookieSize+4:])
	age := time.Duration(int32(uint32(now.Unix())-at)) * time.Second // serial arithmetic (RFC 1982)
	if age > cookieAge || age < -cookieAhead {
		return false
	}
	var room [serverCookieSize]byte
	return string(s.appendServerCookie(room[:0], o.cookie[:clientCookieSize], client, at)) == string(o.cookie[clientCookieSize:])
}

// answerChaos answers a question of class CHAOS for the name of the server (RFC 4892);
// false if it has none or the question is another one.
func (s *Server) answerChaos(a *dns.Msg, q dns.Question) bool {
	n := dns.CanonicalName(q.Name)
	if s.Identity == "" || q.Qtype != dns.TypeTXT || n != "id.server." && n != "hostname.bind." {
		return false
	}
	a.Authoritative = true
	a.Answer = append(a.Answer, &dns.TXT{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeTXT, Class: dns.ClassCHAOS}, Txt: []string{s.Identity}})
	return true
}

// ParseCookieSecret parses 32 hexadecimal digits.
func ParseCookieSecret(text string) (secret [16]byte, ok bool) {
	b, err := hex.DecodeString(text)
	return secret, err == nil && copy(secret[:], b) == len(secret) && len(b) == len(secret)
}
