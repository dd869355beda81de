package dns

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/registry"
)

// A KeyRing returns a TSIG key and its secret by the key's name, in lower case and
// without the final dot; registry.ErrNoKey if there is no such key.
type KeyRing func(ctx context.Context, name string) (registry.ZoneKey, []byte, error)

// fudge is the permitted difference between the clocks of signer and verifier, in
// seconds (RFC 8945 section 10).
const fudge = 300

// A signature is the TSIG state of a request: the key that signed it, which also
// signs the answer. The zero value is the state of an unsigned request.
type signature struct {
	Key        registry.ZoneKey
	secret     string // base64
	mac        string // of the previous message, hex
	name       string // of the key, as the client spelled it
	algorithm  string // with its final dot
	tsigError  uint16 // TSIG error of the request (RFC 8945 section 5.2); 0: none
	timeSigned uint64 // the client's time of signing, Unix seconds
	wallClock  func() time.Time
}

// signed reports whether the request has a valid signature.
func (s *signature) signed() bool { return s.name != "" && s.tsigError == 0 }

// tsigIsLast reports whether the TSIG record of m, if there is one, is the only one
// and the last record (RFC 8945 section 5.1).
func tsigIsLast(m *dns.Msg) bool {
	i := slices.IndexFunc(m.Extra, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeTSIG })
	return i < 0 || i == len(m.Extra)-1
}

// verify checks the signature of m, whose wire form is raw, by the wall clock. The
// result's tsigError is 0 if it is valid; the error is that of the key lookup.
func (ring KeyRing) verify(ctx context.Context, raw []byte, m *dns.Msg, wallClock func() time.Time) (*signature, error) {
	t := m.IsTsig()
	if t == nil {
		return &signature{}, nil
	}
	s := &signature{name: t.Hdr.Name, algorithm: t.Algorithm, mac: t.MAC, timeSigned: t.TimeSigned, tsigError: dns.RcodeBadKey, wallClock: wallClock}
	if ring == nil {
		return s, nil
	}
	name := dns.CanonicalName(t.Hdr.Name)
	key, secret, err := ring(ctx, name[:len(name)-1])
	switch {
	case errors.Is(err, registry.ErrNoKey):
		return s, nil
	case err != nil:
		return s, err
	case dns.CanonicalName(t.Algorithm) != key.Algorithm+".":
		return s, nil
	}
	s.Key, s.secret = key, base64.StdEncoding.EncodeToString(secret)
	switch err := dns.TsigVerify(raw, s.secret, "", false); {
	case err == nil && outsideFudge(t.TimeSigned, wallClock()): // regardless of the client's own fudge, so that a captured message cannot be replayed for long
		s.tsigError = dns.RcodeBadTime
	case err == nil:
		s.tsigError = 0
	case errors.Is(err, dns.ErrTime):
		s.tsigError = dns.RcodeBadTime
	default:
		s.tsigError = dns.RcodeBadSig
	}
	return s, nil
}

// outsideFudge reports whether a time of signing differs from now by more than fudge.
func outsideFudge(signed uint64, now time.Time) bool {
	apart := now.Unix() - int64(signed)
	return apart > fudge || apart < -fudge
}

// newSignature returns the signature for a message that this server originates.
func newSignature(key registry.ZoneKey, secret []byte, wallClock func() time.Time) *signature {
	return &signature{Key: key, name: key.Name + ".", algorithm: key.Algorithm + ".", secret: base64.StdEncoding.EncodeToString(secret), wallClock: wallClock}
}

// pack returns the wire form of m, signed if the request was. Further is set for
// each message of an answer after the first (RFC 8945 section 5.3.1).
func (s *signature) pack(m *dns.Msg, further bool) ([]byte, error) {
	if s.name == "" {
		return m.Pack()
	}
	now := s.wallClock().Unix()
	t := &dns.TSIG{
		Hdr:       dns.RR_Header{Name: s.name, Rrtype: dns.TypeTSIG, Class: dns.ClassANY},
		Algorithm: s.algorithm, TimeSigned: uint64(now), Fudge: fudge, OrigId: m.Id, Error: s.tsigError,
	}
	if s.tsigError == dns.RcodeBadTime { // RFC 8945 section 5.2.3: the client's time, and the server's as other data
		t.TimeSigned, t.OtherLen, t.OtherData = s.timeSigned, 6, fmt.Sprintf("%012x", now)
	}
	m.Extra = append(m.Extra, t)
	raw, mac, err := dns.TsigGenerate(m, s.secret, s.mac, further)
	s.mac = mac
	return raw, err
}
