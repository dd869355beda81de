package dns_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
	view "github.com/cadastre-registry/cadastre/view/zone"
)

// ask returns the answer of the server, without an OPT record.
func (m *maintenanceFixture) ask(t *testing.T, owner string, qtype uint16) *mdns.Msg {
	t.Helper()
	if err := m.waitShown(); err != nil {
		t.Fatal(err)
	}
	q := new(mdns.Msg).SetQuestion(owner, qtype)
	a, _, err := (&mdns.Client{Net: "tcp", Timeout: 10 * time.Second}).Exchange(q, m.addr)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// edited returns an UPDATE of a.fr with records to add ("+ ..."), to delete ("- ..."), and
// that must be there ("? ...").
func edited(t *testing.T, lines ...string) *mdns.Msg {
	t.Helper()
	m := new(mdns.Msg).SetUpdate("a.fr.")
	for _, line := range lines {
		rr, err := mdns.NewRR(line[2:])
		if err != nil {
			t.Fatal(err)
		}
		switch line[0] {
		case '+':
			m.Insert([]mdns.RR{rr})
		case '-':
			m.Remove([]mdns.RR{rr})
		case '?':
			m.Used([]mdns.RR{rr})
		}
	}
	return m
}

// typeLines are records of a.fr of every type.
var typeLines = []string{
	`x.a.fr. 60 IN A 192.0.2.1`, `x.a.fr. 60 IN AAAA 2001:db8::1`, `a.fr. 60 IN CAA 0 issue "ca.example"`, `y.a.fr. 60 IN CNAME r4---sn.b.example.`,
	`sub.a.fr. 60 IN NS ns.sub.a.fr.`, `sub.a.fr. 60 IN DS 12345 13 2 ` + strings.Repeat("AB", 32), `a.fr. 60 IN HTTPS 1 . alpn="h2,h3"`,
	`x.a.fr. 60 IN LOC 52 22 23.000 N 04 53 32.000 E -2m 1m 10000m 10m`, `a.fr. 60 IN MX 10 mail.b.example.`,
	`a.fr. 60 IN NAPTR 100 50 "s" "SIP+D2U" "" _sip._udp.a.fr.`, `7.a.fr. 60 IN PTR x.a.fr.`, `_sip._udp.a.fr. 60 IN SRV 0 5 5060 x.a.fr.`,
	`x.a.fr. 60 IN SSHFP 4 2 ` + strings.Repeat("AB", 32), `_svc.a.fr. 60 IN SVCB 1 x.a.fr. port="8443"`, `_443._tcp.a.fr. 60 IN TLSA 3 1 1 ` + strings.Repeat("ab", 32),
	`sd.a.fr. 60 IN TXT "k1=v1" "k2=v2"`, `e.a.fr. 60 IN TXT ""`, `b.a.fr. 60 IN TXT "\255"`, `_ftp._tcp.a.fr. 60 IN URI 10 1 "ftp://x.a.fr/"`,
}

// TestEveryTypeIsUpdatedAndServed adds one record of each type, asks for it, requires it, and
// deletes it.
func TestEveryTypeIsUpdatedAndServed(t *testing.T) {
	onEngines(t, func(t *testing.T, m *maintenanceFixture) {
		var add, need, remove, types []string
		for _, line := range typeLines {
			add, need, remove = append(add, "+ "+line), append(need, "? "+line), append(remove, "- "+line)
		}
		if rcode, _ := m.exchange(t, edited(t, add...), "alice.key"); rcode != mdns.RcodeSuccess {
			t.Fatal(mdns.RcodeToString[rcode])
		}
		for _, line := range typeLines {
			want, _ := mdns.NewRR(line)
			h := want.Header()
			types = append(types, mdns.TypeToString[h.Rrtype])
			a := m.ask(t, h.Name, h.Rrtype)
			got := a.Answer
			if h.Rrtype == mdns.TypeNS { // a referral
				got = a.Ns
			}
			if len(got) != 1 || got[0].String() != want.String() {
				t.Errorf("%s is served as\n%v", line, a)
			}
		}
		if slices.Sort(types); !slices.Equal(slices.Compact(types), rdata.Types) {
			t.Errorf("types %q", types)
		}
		if rcode, _ := m.exchange(t, edited(t, append(need, remove...)...), "alice.key"); rcode != mdns.RcodeSuccess {
			t.Error(mdns.RcodeToString[rcode])
		}
		if got := m.records(t, "a.fr"); len(got) != 0 {
			t.Errorf("the zone has %q", got)
		}
	})
}

// TestPrerequisitesSeeWhatIsServed requires the SOA, the NS and a name server's address of
// the zone, which are not records of it.
func TestPrerequisitesSeeWhatIsServed(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	soa, ns := m.ask(t, "a.fr.", mdns.TypeSOA).Answer, m.ask(t, "a.fr.", mdns.TypeNS).Answer
	served := func(more ...string) *mdns.Msg {
		u := edited(t, more...)
		u.Used(append(slices.Clone(soa), ns...))
		return u
	}
	if rcode, _ := m.exchange(t, served("+ x.a.fr. 60 IN A 192.0.2.1"), "alice.key"); rcode != mdns.RcodeSuccess {
		t.Fatalf("as served: %s", mdns.RcodeToString[rcode])
	}
	if rcode, _ := m.exchange(t, served("+ x.a.fr. 60 IN A 192.0.2.2"), "alice.key"); rcode != mdns.RcodeNXRrset {
		t.Errorf("with an older serial: %s", mdns.RcodeToString[rcode])
	}
	for line, want := range map[string]int{
		"? a.fr. 0 IN NS ns1.kifdom.example.":   mdns.RcodeNXRrset, // there are two
		"? a.fr. 0 IN MX 10 x.a.fr.":            mdns.RcodeNXRrset,
		"? x.a.fr. 0 IN A 192.0.2.1":            mdns.RcodeSuccess,
		"? x.a.fr. 0 IN TYPE65280 \\# 1 00":     mdns.RcodeNXRrset,
		"? ns1.b.example. 0 IN A 192.0.2.1":     mdns.RcodeNotZone,
		"? a.fr. 0 IN SOA a. b. 1 2 3 4 5":      mdns.RcodeNXRrset,
		"? sub.a.fr. 0 IN NS ns1.b.example.":    mdns.RcodeNXRrset,
		"? x.a.fr. 0 IN TXT \"\"":               mdns.RcodeNXRrset,
		"? a.fr. 0 IN CAA 0 issue \"ca.example": mdns.RcodeNXRrset,
	} {
		if strings.HasSuffix(line, "example") {
			line += `"`
		}
		if rcode, _ := m.exchange(t, edited(t, line), "alice.key"); rcode != want {
			t.Errorf("%s: %s, want %s", line, mdns.RcodeToString[rcode], mdns.RcodeToString[want])
		}
	}
}

// TestUpdatesTellRecordsApartByAllTheirData changes the preference of an MX in one message,
// and leaves zones alone that a message would break.
func TestUpdatesTellRecordsApartByAllTheirData(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	ds := "sub.a.fr. 60 IN DS 12345 13 2 " + strings.Repeat("AB", 32)
	for _, step := range []struct {
		lines []string
		rcode int
		want  []string
	}{
		{[]string{"+ a.fr. 60 IN MX 10 h.b.example."}, 0, []string{"@ MX 10 h.b.example. 60"}},
		{[]string{"+ a.fr. 60 IN MX 20 h.b.example.", "- a.fr. 60 IN MX 10 H.b.example."}, 0, []string{"@ MX 20 h.b.example. 60"}},
		{[]string{"+ a.fr. 60 IN MX 0 ."}, mdns.RcodeRefused, []string{"@ MX 20 h.b.example. 60"}},
		{[]string{"+ a.fr. 60 IN MX 0 .", "- a.fr. 60 IN MX 20 h.b.example."}, 0, []string{"@ MX 0 . 60"}},
		{[]string{"- a.fr. 60 IN MX 0 .", "+ a.fr. 60 IN NS ns1.b.example.", "- a.fr. 60 IN NS ns1.kifdom.example."}, 0, nil},
		{[]string{"+ " + ds}, mdns.RcodeRefused, nil},
		{[]string{"+ " + ds, "+ sub.a.fr. 60 IN NS ns1.b.example."}, 0, []string{"sub DS 12345 13 2 " + strings.Repeat("AB", 32) + " 60", "sub NS ns1.b.example. 60"}},
		{[]string{"+ *.x.a.fr. 60 IN NS ns1.b.example."}, mdns.RcodeRefused, []string{"sub DS 12345 13 2 " + strings.Repeat("AB", 32) + " 60", "sub NS ns1.b.example. 60"}},
		{[]string{"- sub.a.fr. 60 IN NS ns1.b.example."}, 0, nil},
		{[]string{"+ a.fr. 60 IN CNAME b.example."}, 0, nil}, // not beside the SOA (RFC 2136 section 3.4.2.2)
		{[]string{"+ x.a.fr. 60 IN CAA 0 is-sue x"}, mdns.RcodeRefused, nil},
	} {
		if rcode, _ := m.exchange(t, edited(t, step.lines...), "alice.key"); rcode != step.rcode {
			t.Errorf("%q: %s, want %s", step.lines, mdns.RcodeToString[rcode], mdns.RcodeToString[step.rcode])
		}
		if got := m.records(t, "a.fr"); !slices.Equal(got, step.want) {
			t.Errorf("%q: the zone has %q, want %q", step.lines, got, step.want)
		}
	}
}

// TestADomainIsUpdatedAsSoonAsItIsRegistered stops the view and updates a domain that it does
// not know yet. Domains that are not hosted are NOTAUTH by the store, too.
func TestADomainIsUpdatedAsSoonAsItIsRegistered(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	shown := m.zoneView
	m.server.Names, m.maintenance.CatchUp = newZoneView(), func(context.Context) {} // as if it had not heard of anything
	addition := func() *mdns.Msg { return update("new.fr.", "x.new.fr. 60 IN A 192.0.2.1") }
	if rcode, _ := m.exchange(t, addition(), "alice.key"); rcode != mdns.RcodeNotAuth {
		t.Errorf("before the purchase: %s", mdns.RcodeToString[rcode])
	}
	story.Do(m.Fixture, m.alice, object.CreateDomain{Name: "new.fr", Hosted: true})
	if rcode, _ := m.exchange(t, addition(), "alice.key"); rcode != mdns.RcodeSuccess {
		t.Errorf("after the purchase: %s", mdns.RcodeToString[rcode])
	}
	if got := m.records(t, "new.fr"); !slices.Equal(got, []string{"x A 192.0.2.1 60"}) {
		t.Errorf("the zone has %q", got)
	}
	story.Do(m.Fixture, m.alice, object.UpdateDomain{Name: "new.fr", Nameservers: &[]object.NS{{Host: "ns1.b.test"}, {Host: "ns2.b.test"}}, CreateHosts: true})
	if rcode, _ := m.exchange(t, addition(), "alice.key"); rcode != mdns.RcodeNotAuth {
		t.Errorf("with other name servers: %s", mdns.RcodeToString[rcode])
	}
	m.server.Names = shown
}

// TestARecordOfUpdateIsChangedByTheAPI: records of UPDATE and of a storefront stand in one
// zone.
func TestARecordOfUpdateIsChangedByTheAPI(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	if rcode, _ := m.exchange(t, edited(t, `+ sd.a.fr. 60 IN TXT "k1=v1" "k2=v2"`, "+ _s._tcp.a.fr. 60 IN SRV 0 5 5060 x.a.fr."), "alice.key"); rcode != 0 {
		t.Fatal(mdns.RcodeToString[rcode])
	}
	story.Do(m.Fixture, m.alice, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "sd", Type: "TXT", Value: `"a" "\255"`, TTL: 60}})
	if got := m.records(t, "a.fr"); !slices.Equal(got, []string{`sd TXT "k1=v1" "k2=v2" 60`, "_s._tcp SRV 0 5 5060 x.a.fr. 60", `sd TXT "a" "\255" 60`}) {
		t.Errorf("the zone has %q", got)
	}
}

// TestADelegatedNameIsNotForwarded: the forwarder's address would be a record beside the
// NS of www.
func TestADelegatedNameIsNotForwarded(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	story.Do(m.Fixture, m.alice, object.UpdateDomain{Name: "a.fr", Forward: &registry.Forward{URL: "http://b.example/"}})
	addresses := func() (n int) {
		v := newZoneView()
		if err := (&view.Follower{Store: m.Store, Consumers: []view.Consumer{v}}).Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		copied, ok := v.Snapshot("a.fr")
		if !ok {
			t.Fatal("a.fr is not hosted")
		}
		for rr := range copied.All {
			if rr.Owner == "www.a.fr" && rr.Type == "A" {
				n++
			}
		}
		return n
	}
	before := addresses()
	if rcode, _ := m.exchange(t, edited(t, "+ www.a.fr. 60 IN NS ns1.b.example."), "alice.key"); rcode != 0 || before != 1 || addresses() != 0 {
		t.Errorf("%s: %d addresses of www before, %d after", mdns.RcodeToString[rcode], before, addresses())
	}
}

// TestOneSerialIsRequiredWithSuccessOnce sends updates at the same time that all require the
// current SOA.
func TestOneSerialIsRequiredWithSuccessOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, m *maintenanceFixture) {
		const clients = 8
		soa := m.ask(t, "a.fr.", mdns.TypeSOA).Answer
		results := make(chan int, clients)
		for i := range clients {
			u := edited(t, fmt.Sprintf("+ x%d.a.fr. 60 IN A 192.0.2.1", i))
			u.Used(soa)
			go func() {
				rcode, _ := m.exchange(t, u, "alice.key")
				results <- rcode
			}()
		}
		counts := map[int]int{}
		for range clients {
			counts[<-results]++
		}
		if counts[mdns.RcodeSuccess] != 1 || counts[mdns.RcodeNXRrset] != clients-1 || len(m.records(t, "a.fr")) != 1 {
			t.Errorf("response codes %v, records %q", counts, m.records(t, "a.fr"))
		}
	})
}
