package dns_test

import (
	"strings"
	"testing"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

func TestConfigurationsAreChecked(t *testing.T) {
	for want, c := range map[string]dns.Config{
		"":                {Identity: "dns1.a.example", CookieSecret: "00112233445566778899AABBCCDDEEFF", SOATimers: []string{"1 1 2 1", "a.example 14400 3600 1209600 300"}},
		"identity: ":      {Identity: "dns 1"},
		"cookie_secret: ": {CookieSecret: "0011"},
		"a zone has":      {SOATimers: []string{"1800 900 1209600"}},
		"in seconds":      {SOATimers: []string{"a.example 4h 1h 14d 5m"}},
		"once":            {SOATimers: []string{"1 1 2 1", "1 1 2 1"}},
		"RFC 1912":        {SOATimers: []string{"900 1800 1209600 300"}},
		"ZONE REFRESH":    {SOATimers: []string{"1 2 3 4 5 6"}},
	} {
		err := c.Check()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%+v: %v, want %q", c, err, want)
		}
	}
}

// TestTimersAreThoseOfTheZone checks the SOA, also of negative answers, of a zone with timers
// of its own, of one without, and of a hosted zone.
func TestTimersAreThoseOfTheZone(t *testing.T) {
	timers, err := dns.Config{SOATimers: []string{"14400 3600 1209600 600", "it 7200 900 1209600 60", "a.fr 10 5 100 20"}}.Timers()
	if err != nil {
		t.Fatal(err)
	}
	m := newMaintenanceFixture(t, sqliteStore(t))
	v := newZoneView()
	v.SOATimers = timers
	if err := (&zone.Follower{Store: m.Store, Consumers: []zone.Consumer{v}}).Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{Names: v}
	for n, want := range map[name.Name]string{
		"fr": "14400 3600 1209600 600", "it": "7200 900 1209600 60", "a.fr": "10 5 100 20", "b.fr": "14400 3600 1209600 600",
	} {
		snapshot, _ := v.Snapshot(n)
		if !strings.HasSuffix(snapshot.SOA.Data, " "+want) {
			t.Errorf("%s: %s, want %s", n, snapshot.SOA.Data, want)
		}
		q := new(mdns.Msg).SetQuestion("nothing."+string(n)+".", mdns.TypeA)
		wire, _ := q.Pack()
		a := new(mdns.Msg)
		if err := a.Unpack(dns.Reply(server, wire, true)); err != nil || len(a.Ns) != 1 {
			t.Fatalf("%v, %v", a, err)
		}
		if soa := a.Ns[0].(*mdns.SOA); soa.Minttl != soa.Hdr.Ttl || !strings.HasSuffix(soa.String(), " "+want) {
			t.Errorf("%s: %v", n, soa)
		}
	}
}
