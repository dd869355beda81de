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

// A KeyRing finds the secret of a TSIG key by its name, in lower case and
// without the final dot; ErrNoKey when there is no such key.
type KeyRing func(ctx context.Context, name string) (registry.ZoneKey, []byte, error)

// fudge is how far the clocks of who signs and who checks may be apart, in
// seconds (RFC 8945 section 10).
const fudge = 300

// A signature is what a message was signed with, and signs its answer. The zero
// signature is that of a message without one.
type signature struct {
	Key    registry.ZoneKey
	secret string // base64
	mac    string // of the message before, hex
	name   string // of the key, as the client writes it
	fault  uint16 // what is wrong with the client's signature (RFC 8945 section 5.2)
	theirs uint64 // when the client signed
}

// signed reports whether there is a signature that is good.
func (s *signature) signed() bool { return s.name != "" && s.fault == 0 }

// lastly reports whether a signature, if m has one, is its only one and stands at
// its end (RFC 8945 section 5.1).
func lastly(m *dns.Msg) bool {
	i := slices.IndexFunc(m.Extra, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeTSIG })
	return i < 0 || i == len(m.Extra)-1
}

// check looks at the signature of m, whose octets are raw: the message may be
// answered only if its fault is 0.
func (ring KeyRing) check(ctx context.Context, raw []byte, m *dns.Msg) (*signature, error) {
	t := m.IsTsig()
	if t == nil {
		return &signature{}, nil
	}
	s := &signature{name: t.Hdr.Name, mac: t.MAC, theirs: t.TimeSigned, fault: dns.RcodeBadKey}
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
	case err == nil && old(t.TimeSigned): // whatever fudge the client gives itself: what is caught is soon of no use
		s.fault = dns.RcodeBadTime
	case err == nil:
		s.fault = 0
	case errors.Is(err, dns.ErrTime):
		s.fault = dns.RcodeBadTime
	default:
		s.fault = dns.RcodeBadSig
	}
	return s, nil
}

// old reports whether a message was signed too long ago, or too far ahead.
func old(signed uint64) bool {
	apart := time.Now().Unix() - int64(signed)
	return apart > fudge || apart < -fudge
}

// signing is a signature for a message that begins with us.
func signing(key registry.ZoneKey, secret []byte) *signature {
	return &signature{Key: key, name: key.Name + ".", secret: base64.StdEncoding.EncodeToString(secret)}
}

// pack returns m as octets, signed if the request was. Each message after the
// first of one answer is signed with the ones before (RFC 8945 section 5.3.1).
func (s *signature) pack(m *dns.Msg, further bool) ([]byte, error) {
	if s.name == "" {
		return m.Pack()
	}
	now := time.Now().Unix()
	t := &dns.TSIG{
		Hdr:       dns.RR_Header{Name: s.name, Rrtype: dns.TypeTSIG, Class: dns.ClassANY},
		Algorithm: s.Key.Algorithm + ".", TimeSigned: uint64(now), Fudge: fudge, OrigId: m.Id, Error: s.fault,
	}
	switch s.fault {
	case dns.RcodeBadTime: // with the client's time, and ours beside it
		t.TimeSigned, t.OtherLen, t.OtherData = s.theirs, 6, fmt.Sprintf("%012x", now)
	case dns.RcodeBadKey, dns.RcodeBadSig:
		if t.Algorithm == "." {
			t.Algorithm = dns.HmacSHA256
		}
	}
	m.Extra = append(m.Extra, t)
	raw, mac, err := dns.TsigGenerate(m, s.secret, s.mac, further)
	s.mac = mac
	return raw, err
}
