package dns

import (
	"context"
	"net/netip"
	"time"

	"github.com/miekg/dns"
)

// FastPath answers by the fast path; false if the library has to answer.
func FastPath(s *Server, wire []byte) ([]byte, bool) {
	var q question
	return s.fastPath(wire, nil, &q)
}

// Reply answers a message in wire form.
func Reply(s *Server, wire []byte, tcp bool) []byte {
	var q question
	if a, ok := s.fastPath(wire, make([]byte, 0, answerCapacity), &q); ok {
		return a
	}
	a, _ := s.replySafely(wire, tcp, nil, 0)
	return a
}

// FastPathFunc returns FastPath with a reused buffer, as a server's goroutine has.
func FastPathFunc(s *Server) func(wire []byte) []byte {
	var q question
	buf := make([]byte, 0, answerCapacity)
	return func(wire []byte) []byte {
		a, _ := s.fastPath(wire, buf, &q)
		return a
	}
}

// ReadUpdate parses an UPDATE in wire form; false if it has no effect.
func ReadUpdate(wire []byte) (Update, bool) {
	m := new(dns.Msg)
	if len(wire) < 12 || !wellFormed(wire) || m.Unpack(wire) != nil || m.Opcode != dns.OpcodeUpdate || !tsigIsLast(m) {
		return Update{}, false
	}
	u, rcode := readUpdate(m)
	return u, rcode == dns.RcodeSuccess
}

// Verified reports whether a message in wire form has a valid signature.
func Verified(ring KeyRing, wire []byte, now time.Time) bool {
	m := new(dns.Msg)
	if len(wire) < 12 || !wellFormed(wire) || m.Unpack(wire) != nil || !tsigIsLast(m) {
		return false
	}
	s, err := ring.verify(context.Background(), wire, m, func() time.Time { return now })
	return err == nil && s.signed()
}

// Cookie returns the cookie that answers a client cookie.
func Cookie(s *Server, clientCookie []byte, client netip.Addr, at time.Time) []byte {
	return s.appendServerCookie(append([]byte(nil), clientCookie...), clientCookie, client, uint32(at.Unix()))
}

// Knows reports whether a cookie is one of the server's for a client.
func Knows(s *Server, cookie []byte, client netip.Addr, now time.Time) bool {
	return s.knows(requestOptions{cookie: cookie}, client, now)
}
