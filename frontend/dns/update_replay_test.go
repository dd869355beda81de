package dns_test

import (
	"encoding/base64"
	"slices"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

// signedAt returns the wire form of an UPDATE by alice.key, signed at a time.
func (m *maintenanceFixture) signedAt(t *testing.T, u *mdns.Msg, at time.Time) (wire []byte) {
	t.Helper()
	u.SetTsig("alice.key.", mdns.HmacSHA256, 300, at.Unix())
	wire, _, err := mdns.TsigGenerate(u, m.secrets["alice.key"], "", false)
	if err != nil {
		t.Fatal(err)
	}
	return wire
}

// sendWire sends a message as it is and returns the answer.
func (m *maintenanceFixture) sendWire(t *testing.T, wire []byte) *mdns.Msg {
	t.Helper()
	c, err := mdns.DialTimeout("tcp", m.addr, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write(wire); err != nil {
		t.Fatal(err)
	}
	got, err := c.ReadMsgHeader(nil)
	a := new(mdns.Msg)
	if err == nil {
		err = a.Unpack(got)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestACopyOfAnUpdateHasNoEffect sends updates again, before and after later ones, within
// one second and not, and to a server that was started later on the same store.
func TestACopyOfAnUpdateHasNoEffect(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, st func() store.Store) {
		m := newMaintenanceFixture(t, st())
		now := time.Now()
		one := func(text string) *mdns.Msg {
			return edited(t, "- x.a.fr. 0 IN TXT one", "- x.a.fr. 0 IN TXT two", `+ x.a.fr. 60 IN TXT "`+text+`"`)
		}
		a, b := m.signedAt(t, one("one"), now.Add(-5*time.Second)), m.signedAt(t, one("two"), now.Add(-2*time.Second))
		sameSecond := m.signedAt(t, edited(t, "- x.a.fr. 0 IN TXT two"), now.Add(-2*time.Second))
		for i, step := range []struct {
			wire []byte
			tsig uint16
			want []string
		}{
			{a, 0, []string{`x TXT "one" 60`}},
			{a, 0, []string{`x TXT "one" 60`}}, // its answer was lost
			{b, 0, []string{`x TXT "two" 60`}},
			{a, mdns.RcodeBadTime, []string{`x TXT "two" 60`}},
			{sameSecond, 0, nil},
			{b, 0, nil},
			{a, mdns.RcodeBadTime, nil},
			{m.signedAt(t, one("overtaken"), now.Add(-5*time.Second)), 0, []string{`x TXT "overtaken" 60`}},
			{m.signedAt(t, one("late"), now.Add(-8*time.Second)), mdns.RcodeBadTime, []string{`x TXT "overtaken" 60`}},
			{m.signedAt(t, edited(t, "- x.a.fr. 0 IN TXT overtaken"), now.Add(-2*time.Second)), 0, nil},
		} {
			answer := m.sendWire(t, step.wire)
			sig := answer.IsTsig()
			switch wantRcode := map[bool]int{true: mdns.RcodeSuccess, false: mdns.RcodeNotAuth}[step.tsig == 0]; {
			case sig == nil || sig.Error != step.tsig || answer.Rcode != wantRcode:
				t.Errorf("step %d: %v", i, answer)
			case step.tsig == mdns.RcodeBadTime && (sig.MACSize == 0 || sig.OtherLen != 6 || sig.TimeSigned > uint64(now.Unix()-5)):
				t.Errorf("step %d: BADTIME with %+v", i, sig)
			}
			if got := m.records(t, "a.fr"); !slices.Equal(got, step.want) {
				t.Errorf("step %d: the zone has %q, want %q", i, got, step.want)
			}
		}
		other := m.second(t)
		if answer := other.sendWire(t, a); answer.Rcode != mdns.RcodeNotAuth || answer.IsTsig() == nil || answer.IsTsig().Error != mdns.RcodeBadTime {
			t.Errorf("on another server: %v", answer)
		}
		if answer := other.sendWire(t, b); answer.Rcode != mdns.RcodeSuccess || len(m.records(t, "a.fr")) != 0 {
			t.Errorf("on another server, the newest: %v", answer)
		}
	})
}

// TestErrorsOfSignaturesAreHonest checks the answers to requests that cannot be verified: the
// key and algorithm of the request, and no MAC (RFC 8945 section 5.3.2).
func TestErrorsOfSignaturesAreHonest(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	secret := base64.StdEncoding.EncodeToString([]byte("another secret of 32 octets long"))
	for _, c := range []struct {
		key, algorithm string
		tsig           uint16
	}{
		{"No.key.", mdns.HmacSHA512, mdns.RcodeBadKey},
		{"alice.key.", mdns.HmacSHA384, mdns.RcodeBadKey},
		{"ALICE.key.", mdns.HmacSHA256, mdns.RcodeBadSig},
	} {
		u := update("a.fr.", "x.a.fr. 60 IN A 192.0.2.1")
		u.SetTsig(c.key, c.algorithm, 300, time.Now().Unix())
		wire, _, err := mdns.TsigGenerate(u, secret, "", false)
		if err != nil {
			t.Fatal(err)
		}
		a := m.sendWire(t, wire)
		if sig := a.IsTsig(); a.Rcode != mdns.RcodeNotAuth || sig == nil || sig.Error != c.tsig || sig.MACSize != 0 || sig.Algorithm != c.algorithm || sig.Hdr.Name != c.key {
			t.Errorf("%v: %v", c, a)
		}
	}
}
