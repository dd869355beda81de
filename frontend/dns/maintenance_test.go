package dns_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	zonecmd "github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A maintenanceFixture is a fixture with zone transfers, NOTIFY and UPDATE.
type maintenanceFixture struct {
	*fixture
	maintenance *dns.Maintenance
	bob         registry.Actor
	secrets     map[string]string // of TSIG keys by name, base64
}

// newMaintenanceFixture returns a fixture with alice's domain a.fr and bob's b.fr, and
// the TSIG keys alice.key, bob.key, and own.key, the operator's.
func newMaintenanceFixture(t *testing.T, st store.Store, secondaries ...dns.Secondary) *maintenanceFixture {
	return newMaintenanceFixtureAllowing(t, st, nil, secondaries...)
}

// newMaintenanceFixtureAllowing is newMaintenanceFixture with AllowTransfer.
func newMaintenanceFixtureAllowing(t *testing.T, st store.Store, allowed []netip.Prefix, secondaries ...dns.Secondary) *maintenanceFixture {
	w := &fixture{Fixture: story.NewFixture(t, st, fr.Policy(fr.DefaultPrices()))}
	w.AddRegistrar("kifdom")
	m := &maintenanceFixture{fixture: w, secrets: map[string]string{}}
	w.alice = w.AddAccount("kifdom", "alice", 2_000_00).Actor()
	m.bob = w.AddAccount("kifdom", "bob", 2_000_00).Actor()
	m.addKey(w.alice, "alice.key")
	m.addKey(m.bob, "bob.key")
	m.addKey(story.Operator, "own.key")
	story.Do(w.Fixture, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true})
	story.Do(w.Fixture, m.bob, object.CreateDomain{Name: "b.fr", Hosted: true})

	m.start(t, allowed, secondaries)
	return m
}

// start starts a server on the fixture's store.
func (m *maintenanceFixture) start(t *testing.T, allowed []netip.Prefix, secondaries []dns.Secondary) {
	w := m.fixture
	w.zoneView = &zone.View{TLDs: []name.Name{"fr"}, DNSAddrs: []netip.Addr{netip.MustParseAddr("127.0.0.1")}}
	dns.SetPackers(w.zoneView)
	w.server = &dns.Server{Names: w.zoneView, WallClock: time.Now, Limit: dns.Limit{PerSecond: -1}}
	m.maintenance = &dns.Maintenance{
		Server: w.server, Log: slog.New(slog.DiscardHandler), AllowTransfer: allowed, Secondaries: secondaries, Catalog: "catalog.invalid",
		Keys: func(ctx context.Context, n string) (registry.ZoneKey, []byte, error) {
			k, err := command.Ask(ctx, w.Runner, registry.Actor{}, zonecmd.RevealZoneKey{Name: n})
			return k.Key, k.Secret, err
		},
		Owns: func(ctx context.Context, by registry.Actor, zone name.Name) (bool, error) {
			_, err := command.Ask(ctx, w.Runner, by, object.DomainInfo{Name: string(zone)})
			return err == nil, nil
		},
		Apply: func(ctx context.Context, by registry.Actor, u dns.Update) error {
			_, err := command.Do(ctx, w.Runner, by, zonecmd.UpdateZoneSigned{
				UpdateZone: zonecmd.UpdateZone{Zone: string(u.Zone), Update: u.ZoneUpdate}, Key: u.Key, Signed: u.Signed, MAC: u.MAC,
			})
			return err
		},
		CatchUp: func(context.Context) { w.waitShown() },
	}
	m.maintenance.Attach()
	w.follower = &zone.Follower{Store: m.Store, Consumers: []zone.Consumer{w.zoneView}}
	if err := w.follower.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.addr = serve(t, w.server)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{}, 2)
	go func() { w.follower.Run(ctx); done <- struct{}{} }()
	go func() { m.maintenance.Run(ctx); done <- struct{}{} }()
	t.Cleanup(func() { stop(); <-done; <-done })
}

// second returns another server on the same store.
func (m *maintenanceFixture) second(t *testing.T) *maintenanceFixture {
	other := &maintenanceFixture{fixture: &fixture{Fixture: m.Fixture, alice: m.alice}, bob: m.bob, secrets: m.secrets}
	other.start(t, nil, nil)
	return other
}

// addKey creates a TSIG key.
func (m *maintenanceFixture) addKey(by registry.Actor, n string) {
	k := story.Do(m.Fixture, by, zonecmd.CreateZoneKey{Name: n})
	m.secrets[n] = base64.StdEncoding.EncodeToString(k.Secret)
}

// exchange sends one message, signed unless key is "", and returns the response code and
// the TSIG error of the response.
func (m *maintenanceFixture) exchange(t *testing.T, msg *mdns.Msg, key string) (rcode int, tsig uint16) {
	t.Helper()
	c := &mdns.Client{Net: "tcp", Timeout: 10 * time.Second, TsigSecret: map[string]string{}}
	if key != "" {
		if msg.IsTsig() == nil {
			msg.SetTsig(key+".", mdns.HmacSHA256, 300, time.Now().Unix())
		}
		c.TsigSecret[key+"."] = m.secrets[key]
	}
	a, _, err := c.Exchange(msg, m.addr)
	if a == nil {
		t.Fatal(err)
	}
	if sig := a.IsTsig(); sig != nil {
		tsig = sig.Error
	}
	if a.Rcode == 0 && key != "" && err != nil {
		t.Errorf("the answer's signature: %v", err)
	}
	return a.Rcode, tsig
}

// update returns an UPDATE that adds records.
func update(zone string, add ...string) *mdns.Msg {
	m := new(mdns.Msg)
	m.SetUpdate(zone)
	for _, text := range add {
		rr, err := mdns.NewRR(text)
		if err != nil {
			panic(err)
		}
		m.Insert([]mdns.RR{rr})
	}
	return m
}

// sqliteStore returns an empty store.
func sqliteStore(t *testing.T) store.Store {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "store.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func onEngines(t *testing.T, test func(*testing.T, *maintenanceFixture)) {
	storetest.Engines(t, func(t *testing.T, st func() store.Store) { test(t, newMaintenanceFixture(t, st())) })
}

func TestRefusedUpdates(t *testing.T) {
	onEngines(t, func(t *testing.T, m *maintenanceFixture) {
		const www = "www.a.fr. 300 IN A 192.0.2.1"
		m.secrets["no.key"] = m.secrets["alice.key"]
		late := update("a.fr.", www)
		late.SetTsig("alice.key.", mdns.HmacSHA256, 300, time.Now().Unix()-3600)
		lax := update("a.fr.", www)
		lax.SetTsig("alice.key.", mdns.HmacSHA256, 65535, time.Now().Unix()-3600)
		need := update("a.fr.", www)
		need.RRsetUsed([]mdns.RR{&mdns.A{Hdr: mdns.RR_Header{Name: "x.a.fr.", Rrtype: mdns.TypeA, Class: mdns.ClassINET}}})
		name := update("a.fr.", www)
		name.NameNotUsed([]mdns.RR{&mdns.ANY{Hdr: mdns.RR_Header{Name: "a.fr."}}})
		two := update("a.fr.", www)
		two.Question = append(two.Question, two.Question[0])
		restricted := story.Do(m.Fixture, m.alice, zonecmd.CreateZoneKey{Name: "narrow.key"})
		m.secrets["narrow.key"] = base64.StdEncoding.EncodeToString(restricted.Secret)
		story.Do(m.Fixture, m.alice, object.CreateDomain{Name: "c.fr", Hosted: true})
		one := story.Do(m.Fixture, m.alice, zonecmd.CreateZoneKey{Name: "one.key", Zones: []string{"c.fr"}})
		m.secrets["one.key"] = base64.StdEncoding.EncodeToString(one.Secret)
		for _, c := range []struct {
			what  string
			msg   *mdns.Msg
			key   string
			rcode int
			tsig  uint16
		}{
			{"without a key", update("a.fr.", www), "", mdns.RcodeRefused, 0},
			{"an unknown key", update("a.fr.", www), "no.key", mdns.RcodeNotAuth, mdns.RcodeBadKey},
			{"another's key", update("a.fr.", www), "bob.key", mdns.RcodeNotAuth, 0},
			{"a key for another zone", update("a.fr.", www), "one.key", mdns.RcodeRefused, 0},
			{"an old signature", late, "alice.key", mdns.RcodeNotAuth, mdns.RcodeBadTime},
			{"an old signature with a wide margin", lax, "alice.key", mdns.RcodeNotAuth, mdns.RcodeBadTime},
			{"outside the zone", update("a.fr.", "www.b.fr. 300 IN A 192.0.2.1"), "alice.key", mdns.RcodeNotZone, 0},
			{"a TLD's zone", update("fr.", "x.fr. 300 IN A 192.0.2.1"), "own.key", mdns.RcodeNotAuth, 0},
			{"a zone below", update("www.a.fr.", "www.a.fr. 300 IN A 192.0.2.1"), "alice.key", mdns.RcodeNotAuth, 0},
			{"a zone of another server", update("b.example.", "www.b.example. 300 IN A 192.0.2.1"), "alice.key", mdns.RcodeNotAuth, 0},
			{"an unsupported type", update("a.fr.", "a.fr. 300 IN SPF x"), "alice.key", mdns.RcodeRefused, 0},
			{"an invalid address", update("a.fr.", "a.fr. 300 IN AAAA ::ffff:192.0.2.1"), "alice.key", mdns.RcodeRefused, 0},
			{"a prerequisite record that does not exist", need, "alice.key", mdns.RcodeNXRrset, 0},
			{"a prerequisite that a name does not exist", name, "alice.key", mdns.RcodeYXDomain, 0},
			{"two zones", two, "alice.key", mdns.RcodeFormatError, 0},
		} {
			rcode, tsig := m.exchange(t, c.msg, c.key)
			if rcode != c.rcode || tsig != c.tsig {
				t.Errorf("%s: %s, signature %d, want %s, %d", c.what, mdns.RcodeToString[rcode], tsig, mdns.RcodeToString[c.rcode], c.tsig)
			}
		}
		m.secrets["alice.key"] = m.secrets["bob.key"]
		if rcode, tsig := m.exchange(t, update("a.fr.", www), "alice.key"); rcode != mdns.RcodeNotAuth || tsig != mdns.RcodeBadSig {
			t.Errorf("a forged signature: %s, %d", mdns.RcodeToString[rcode], tsig)
		}
		story.Do(m.Fixture, m.bob, zonecmd.DeleteZoneKey{Name: "bob.key"})
		if rcode, tsig := m.exchange(t, update("b.fr.", "b.fr. 300 IN A 192.0.2.1"), "bob.key"); rcode != mdns.RcodeNotAuth || tsig != mdns.RcodeBadKey {
			t.Errorf("a revoked key: %s, %d", mdns.RcodeToString[rcode], tsig)
		}
		for _, domain := range []string{"a.fr", "b.fr", "c.fr"} {
			list, err := command.Ask(t.Context(), m.Runner, story.Operator, zonecmd.ListRecords{Domain: domain})
			if err != nil || len(list) > 0 {
				t.Errorf("%s has %v, %v", domain, list, err)
			}
		}
	})
}

func TestNsupdateChangesAHostedZone(t *testing.T) {
	requirePrograms(t, "nsupdate", "dig")
	m := newMaintenanceFixture(t, sqliteStore(t))
	host, port, _ := net.SplitHostPort(m.addr)
	nsupdate := func(script string) error {
		cmd := exec.Command("nsupdate", "-y", "hmac-sha256:alice.key:"+m.secrets["alice.key"])
		cmd.Stdin = strings.NewReader("server " + host + " " + port + "\nzone a.fr\n" + script + "\nsend\n")
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	dig := func(n, kind string) string {
		t.Helper()
		out, err := exec.Command("dig", "@"+host, "-p", port, "+short", "+norec", n, kind).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	for _, step := range []struct{ script, name, kind, want string }{
		{"update add _acme-challenge.a.fr 60 TXT \"one two\"", "_acme-challenge.a.fr", "TXT", `"one two"`},
		{"update add www.a.fr 300 A 192.0.2.1\nupdate add a.fr 300 MX 10 mail.b.fr", "www.a.fr", "A", "192.0.2.1"},
		{"prereq yxrrset www.a.fr A 192.0.2.1\nupdate delete www.a.fr A\nupdate add www.a.fr 300 CNAME b.fr", "www.a.fr", "CNAME", "b.fr."},
		{"update delete _acme-challenge.a.fr TXT", "_acme-challenge.a.fr", "TXT", ""},
		{"update add a.fr 3600 SOA ns1.kifdom.example. hostmaster.a.fr. 1 2 3 4 5", "a.fr", "MX", "10 mail.b.fr."},
	} {
		if err := nsupdate(step.script); err != nil {
			t.Fatalf("%s: %v", step.script, err)
		}
		if got := dig(step.name, step.kind); got != step.want {
			t.Errorf("after %q: %s %s is %q, want %q", step.script, step.name, step.kind, got, step.want)
		}
	}
	if err := nsupdate("zone b.fr\nupdate add www.b.fr 300 A 192.0.2.66"); err == nil || !strings.Contains(err.Error(), "NOTAUTH") {
		t.Errorf("alice updates bob's zone: %v", err)
	}
	if err := nsupdate("zone b.fr\nprereq yxdomain b.fr\nupdate delete b.fr"); err == nil || !strings.Contains(err.Error(), "NOTAUTH") {
		t.Errorf("alice empties bob's zone: %v", err)
	}
	if got := dig("www.b.fr", "A"); got != "" {
		t.Errorf("bob's zone has %s", got)
	}
	if err := nsupdate("prereq nxdomain a.fr\nupdate add x.a.fr 300 A 192.0.2.9"); err == nil || !strings.Contains(err.Error(), "YXDOMAIN") {
		t.Errorf("a prerequisite that does not hold: %v", err)
	}
}

// transfer transfers a zone by AXFR, or by IXFR if serial is not 0.
func (m *maintenanceFixture) transfer(zone, key string, serial uint32) (rrs []mdns.RR, err error) {
	msg := new(mdns.Msg)
	if msg.SetAxfr(zone); serial > 0 {
		msg.SetIxfr(zone, serial, "invalid.", "invalid.")
	}
	tr := new(mdns.Transfer)
	if key != "" {
		msg.SetTsig(key+".", mdns.HmacSHA256, 300, time.Now().Unix())
		tr.TsigSecret = map[string]string{key + ".": m.secrets[key]}
	}
	parts, err := tr.In(msg, m.addr)
	if err != nil {
		return nil, err
	}
	for p := range parts {
		if p.Error != nil {
			return nil, p.Error
		}
		rrs = append(rrs, p.RR...)
	}
	return rrs, nil
}

func TestTransfersNeedAuthorization(t *testing.T) {
	onEngines(t, func(t *testing.T, m *maintenanceFixture) {
		for _, c := range []struct {
			zone, key string
			may       bool
		}{
			{"fr.", "own.key", true}, {"a.fr.", "own.key", true}, {"catalog.invalid.", "own.key", true},
			{"a.fr.", "alice.key", true}, {"A.FR.", "alice.key", true},
			{"b.fr.", "alice.key", false}, {"fr.", "alice.key", false}, {"catalog.invalid.", "alice.key", false},
			{"fr.", "", false}, {"a.fr.", "", false}, {"x.example.", "own.key", false}, {"www.a.fr.", "own.key", false},
		} {
			rrs, err := m.transfer(c.zone, c.key, 0)
			if c.may != (err == nil && len(rrs) > 2) {
				t.Errorf("%s under %q: %d records, %v", c.zone, c.key, len(rrs), err)
			}
		}
	})
}

// TestAllowedTransfersNeedNoKey transfers from addresses in and outside AllowTransfer.
func TestAllowedTransfersNeedNoKey(t *testing.T) {
	for network, may := range map[string]bool{"127.0.0.0/8": true, "192.0.2.0/24": false, "::/0": false} {
		m := newMaintenanceFixtureAllowing(t, sqliteStore(t), []netip.Prefix{netip.MustParsePrefix(network)})
		for _, serial := range []uint32{0, 1} {
			if rrs, err := m.transfer("fr.", "", serial); may != (err == nil && len(rrs) >= 5) {
				t.Errorf("from 127.0.0.1, AllowTransfer %s, from serial %d: %d records, %v", network, serial, len(rrs), err)
			}
		}
		if rcode, _ := m.exchange(t, update("a.fr.", "www.a.fr. 300 IN A 192.0.2.1"), ""); rcode != mdns.RcodeRefused {
			t.Errorf("an unsigned update: %s", mdns.RcodeToString[rcode])
		}
	}
}

// TestIXFRLeadsToTheFullZone makes changes, and compares older copies updated by IXFR
// with the result of AXFR.
func TestIXFRLeadsToTheFullZone(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	changes := []func() error{
		func() error { return doBy(m.fixture, m.alice, object.CreateDomain{Name: "c.fr", Hosted: true}) },
		func() error {
			return doBy(m.fixture, m.alice, object.CreateDomain{Name: "d.fr", CreateHosts: true, Nameservers: servers([]string{"ns1.x.example", "ns2.x.example"})})
		},
		func() error {
			return doBy(m.fixture, m.alice, zonecmd.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "www", Type: "A", Value: "192.0.2.7", TTL: 60}})
		},
		func() error {
			return doBy(m.fixture, m.alice, object.UpdateDomain{Name: "c.fr", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ClientHold}}}})
		},
		func() error { return doBy(m.fixture, m.alice, object.DeleteDomain{Name: "c.fr"}) },
		func() error {
			return doBy(m.fixture, m.alice, zonecmd.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "txt", Type: "TXT", Value: strings.Repeat("long ", 100), TTL: 60}})
		},
		func() error { return doBy(m.fixture, m.alice, object.CreateDomain{Name: "e.fr", Hosted: true}) },
		func() error { return doBy(m.fixture, m.alice, object.UpdateDomain{Name: "d.fr", Hosted: true}) },
	}
	zones := []string{"fr.", "a.fr.", "catalog.invalid."}
	type held struct {
		serial uint32
		rrs    []string
	}
	var copies []map[string]held // after each change
	take := func() map[string]held {
		all := map[string]held{}
		for _, z := range zones {
			rrs, err := m.transfer(z, "own.key", 0)
			if err != nil {
				t.Fatal(z, err)
			}
			all[z] = held{rrs[0].(*mdns.SOA).Serial, recordTexts(rrs[1 : len(rrs)-1])}
		}
		return all
	}
	copies = append(copies, take())
	incremental := 0
	for i, change := range changes {
		if err := change(); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
		if err := m.waitShown(); err != nil {
			t.Fatal(err)
		}
		now := take()
		for from, old := range copies {
			for _, z := range zones {
				rrs, err := m.transfer(z, "own.key", old[z].serial)
				if err != nil {
					t.Fatalf("IXFR of %s from %d: %v", z, old[z].serial, err)
				}
				if len(rrs) > 1 && rrs[1].Header().Rrtype == mdns.TypeSOA {
					incremental++
				}
				if got := applyIXFR(t, old[z].rrs, rrs, now[z].serial); !slices.Equal(got, now[z].rrs) {
					t.Fatalf("%s from copy %d after change %d:\n%s\nwant\n%s\nby %v", z, from, i, strings.Join(got, "\n"), strings.Join(now[z].rrs, "\n"), rrs)
				}
			}
		}
		copies = append(copies, now)
	}
	if incremental < 50 {
		t.Errorf("only %d transfers were incremental", incremental)
	}
}

// applyIXFR returns a copy of a zone after an IXFR response (RFC 1995 section 4).
func applyIXFR(t *testing.T, old []string, rrs []mdns.RR, serial uint32) []string {
	t.Helper()
	if got := rrs[0].(*mdns.SOA).Serial; got != serial {
		t.Fatalf("it leads to %d, not to %d", got, serial)
	}
	switch {
	case len(rrs) == 1:
		return old
	case rrs[1].Header().Rrtype != mdns.TypeSOA:
		return recordTexts(rrs[1 : len(rrs)-1])
	}
	now, adding := slices.Clone(old), true
	for _, rr := range rrs[1 : len(rrs)-1] {
		if rr.Header().Rrtype == mdns.TypeSOA {
			adding = !adding
			continue
		}
		i := slices.Index(now, rr.String())
		switch {
		case adding && i >= 0:
			t.Errorf("%s is there already", rr)
		case adding:
			now = append(now, rr.String())
		case i < 0:
			t.Errorf("%s is not there", rr)
		default:
			now = slices.Delete(now, i, i+1)
		}
	}
	slices.Sort(now)
	return now
}

func recordTexts(rrs []mdns.RR) []string {
	var all []string
	for _, rr := range rrs {
		all = append(all, rr.String())
	}
	slices.Sort(all)
	return all
}

// requirePrograms skips the test if programs are missing; under CI it fails.
func requirePrograms(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if programPath(p) == "" {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", p)
			}
			t.Skipf("%s is not installed", p)
		}
	}
}

func programPath(p string) string {
	if at, err := exec.LookPath(p); err == nil {
		return at
	}
	at := filepath.Join("/usr/sbin", p)
	if _, err := os.Stat(at); err != nil {
		return ""
	}
	return at
}

// TestTheCatalogIsNeverNewerThanTheRegistry checks that zones added in one batch do not
// move the catalog's serial beyond that of the change log, from which it starts after a
// restart.
func TestTheCatalogIsNeverNewerThanTheRegistry(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	serial := func() uint32 {
		q := new(mdns.Msg)
		q.SetQuestion("catalog.invalid.", mdns.TypeSOA)
		return m.server.Answer(q).Answer[0].(*mdns.SOA).Serial
	}
	if err := m.waitShown(); err != nil {
		t.Fatal(err)
	}
	seq := m.follower.Seq()
	before := serial()
	for _, n := range []string{"z.fr", "y.fr", "x.fr", "w.fr"} { // not in the order of names
		seq++
		err := m.zoneView.Apply(registry.Change{Seq: seq, Kind: registry.KindDomain, Key: n,
			After: []byte(`{"name":"` + n + `","hosted":true,"phase":"active","ns":[{"host":"ns1.kifdom.example"}]}`)})
		if err != nil {
			t.Fatal(err)
		}
	}
	m.zoneView.Publish(seq)
	if rrs, err := m.transfer("catalog.invalid.", "own.key", before); err != nil || len(rrs) != 2+3*4 {
		t.Errorf("%v, %v", rrs, err)
	}
	if now := serial(); now <= before || uint64(now) > seq {
		t.Errorf("the serial went from %d to %d, the log is at %d", before, now, seq)
	}
}

// TestIXFRAfterManyChanges is the same with 150 random changes of domains, hosts and
// records, of which some fail.
func TestIXFRAfterManyChanges(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	hold := []registry.StatusEntry{{Status: registry.ClientHold}}
	change := func() error {
		n := pick("a.fr", "c.fr", "d.fr", "e.fr")
		switch random.IntN(9) {
		case 0:
			return doBy(m.fixture, m.alice, object.CreateDomain{Name: n, Hosted: true})
		case 1:
			ns := servers([]string{"ns1." + n + "=192.0.2." + pick("1", "2", "3"), "ns1." + pick("a.fr", "c.fr", "d.fr")})
			return doBy(m.fixture, m.alice, object.UpdateDomain{Name: n, Nameservers: &ns, CreateHosts: true})
		case 2:
			return doBy(m.fixture, m.alice, object.UpdateDomain{Name: n, Hosted: true})
		case 3:
			return doBy(m.fixture, story.Operator, object.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Add: hold}})
		case 4:
			return doBy(m.fixture, story.Operator, object.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Rem: hold}})
		case 5:
			return doBy(m.fixture, m.alice, object.DeleteDomain{Name: n})
		case 6:
			return doBy(m.fixture, m.alice, object.RestoreDomain{Name: n})
		case 7:
			return doBy(m.fixture, m.alice, object.UpdateDomain{Name: n, Forward: &registry.Forward{URL: pick("", "http://a.example/", "http://b.example/")}})
		}
		r := registry.RecordValue{Label: pick("@", "www", "ns1", "*"), Type: "A", Value: "192.0.2." + pick("1", "2", "3"), TTL: 60 * (1 + random.IntN(3))}
		return doBy(m.fixture, m.alice, zonecmd.CreateRecord{Domain: n, Record: r})
	}
	type held struct {
		serial uint32
		rrs    []string
	}
	kept := map[string][]held{}
	done, incremental := 0, 0
	for i := range 150 {
		if change() == nil {
			done++
		}
		if i%3 != 0 { // several in one step
			continue
		}
		if err := m.waitShown(); err != nil {
			t.Fatal(err)
		}
		for _, z := range []string{"fr.", "a.fr.", "c.fr.", "d.fr.", "catalog.invalid."} {
			rrs, err := m.transfer(z, "own.key", 0)
			if err != nil { // not hosted now
				continue
			}
			now := held{rrs[0].(*mdns.SOA).Serial, recordTexts(rrs[1 : len(rrs)-1])}
			list := kept[z]
			for range min(3, len(list)) {
				old := list[random.IntN(len(list))]
				if rrs, err = m.transfer(z, "own.key", old.serial); err != nil {
					t.Fatal(err)
				}
				if len(rrs) > 1 && rrs[1].Header().Rrtype == mdns.TypeSOA {
					incremental++
				}
				if got := applyIXFR(t, old.rrs, rrs, now.serial); !slices.Equal(got, now.rrs) {
					t.Fatalf("%s from %d after change %d:\n%s\nwant\n%s\nby %v", z, old.serial, i, strings.Join(got, "\n"), strings.Join(now.rrs, "\n"), rrs)
				}
			}
			kept[z] = append(list, now)
		}
	}
	if done < 50 || incremental < 100 {
		t.Errorf("%d changes, %d incremental transfers", done, incremental)
	}
}
