package dns_test

import (
	"context"
	"encoding/base64"
	"errors"
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
	"github.com/cadastre-registry/cadastre/face/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/view"
)

// A maintenanceFixture is a fixture with zone transfers, NOTIFY and UPDATE.
type market struct {
	*world
	exchange *dns.Exchange
	bob      registry.Actor
	secrets  map[string]string // of TSIG keys by name, base64
}

// newMaintenanceFixture returns a fixture with alice's domain a.fr and bob's b.fr, and
// the TSIG keys alice.key, bob.key, and own.key, the operator's.
func open(t *testing.T, st store.Store, secondaries ...dns.Secondary) *market {
	return openTo(t, st, nil, secondaries...)
}

// newMaintenanceFixtureAllowing is newMaintenanceFixture with AllowTransfer.
func openTo(t *testing.T, st store.Store, allowed []netip.Prefix, secondaries ...dns.Secondary) *market {
	w := &world{World: story.NewWorld(t, st, fr.Policy(fr.DefaultPrices()))}
	w.Registrar("kifdom")
	m := &market{world: w, secrets: map[string]string{}}
	w.alice = w.Account("kifdom", "alice", 2_000_00).Actor()
	m.bob = w.Account("kifdom", "bob", 2_000_00).Actor()
	m.key(w.alice, "alice.key")
	m.key(m.bob, "bob.key")
	m.key(story.Operator, "own.key")
	story.Do(w.World, w.alice, command.CreateDomain{Name: "a.fr", Hosted: true})
	story.Do(w.World, m.bob, command.CreateDomain{Name: "b.fr", Hosted: true})

	w.names = &view.View{TLDs: []name.Name{"fr"}, DNSAddrs: []netip.Addr{netip.MustParseAddr("127.0.0.1")}}
	dns.Prepare(w.names)
	w.face = &dns.Face{Names: w.names, Limit: dns.Limit{PerSecond: -1}}
	m.exchange = &dns.Exchange{
		Face: w.face, Log: slog.New(slog.DiscardHandler), Copiers: allowed, Secondaries: secondaries, Catalog: "catalog.invalid",
		Keys: func(ctx context.Context, n string) (registry.ZoneKey, []byte, error) {
			k, err := command.Ask(ctx, w.Runner, registry.Actor{}, command.RevealZoneKey{Name: n})
			return k.Key, k.Secret, err
		},
		Owns: func(ctx context.Context, by registry.Actor, zone name.Name) (bool, error) {
			_, err := command.Ask(ctx, w.Runner, by, command.DomainInfo{Name: string(zone)})
			return err == nil, nil
		},
		Apply: func(ctx context.Context, by registry.Actor, u dns.Update) error {
			_, err := command.Do(ctx, w.Runner, by, command.UpdateZone{Zone: string(u.Zone), Prerequisites: u.Needs, Edits: u.Edits})
			return errors.Join(err, w.shown())
		},
	}
	m.exchange.Prepare()
	w.follower = &view.Follower{Store: st, Consumers: []view.Consumer{w.names}}
	if err := w.follower.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.addr = serve(t, w.face)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{}, 2)
	go func() { w.follower.Run(ctx); done <- struct{}{} }()
	go func() { m.exchange.Run(ctx); done <- struct{}{} }()
	t.Cleanup(func() { stop(); <-done; <-done })
	return m
}

// addKey creates a TSIG key.
func (m *market) key(by registry.Actor, n string) {
	k := story.Do(m.World, by, command.CreateZoneKey{Name: n})
	m.secrets[n] = base64.StdEncoding.EncodeToString(k.Secret)
}

// exchange sends one message, signed unless key is "", and returns the response code and
// the TSIG error of the response.
func (m *market) ask(t *testing.T, msg *mdns.Msg, key string) (rcode int, tsig uint16) {
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
func inFile(t *testing.T) store.Store {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "store.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func onEngines(t *testing.T, test func(*testing.T, *market)) {
	storetest.Engines(t, func(t *testing.T, st func() store.Store) { test(t, open(t, st())) })
}

func TestUpdatesThatMayNotBe(t *testing.T) {
	onEngines(t, func(t *testing.T, m *market) {
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
		restricted := story.Do(m.World, m.alice, command.CreateZoneKey{Name: "narrow.key"})
		m.secrets["narrow.key"] = base64.StdEncoding.EncodeToString(restricted.Secret)
		story.Do(m.World, m.alice, command.CreateDomain{Name: "c.fr", Hosted: true})
		one := story.Do(m.World, m.alice, command.CreateZoneKey{Name: "one.key", Zones: []string{"c.fr"}})
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
			{"an unsupported type", update("a.fr.", "a.fr. 300 IN SRV 1 1 1 b.fr."), "alice.key", mdns.RcodeRefused, 0},
			{"an invalid address", update("a.fr.", "a.fr. 300 IN AAAA ::ffff:192.0.2.1"), "alice.key", mdns.RcodeRefused, 0},
			{"a prerequisite record that does not exist", need, "alice.key", mdns.RcodeNXRrset, 0},
			{"a prerequisite that a name does not exist", name, "alice.key", mdns.RcodeYXDomain, 0},
			{"two zones", two, "alice.key", mdns.RcodeFormatError, 0},
		} {
			rcode, tsig := m.ask(t, c.msg, c.key)
			if rcode != c.rcode || tsig != c.tsig {
				t.Errorf("%s: %s, signature %d, want %s, %d", c.what, mdns.RcodeToString[rcode], tsig, mdns.RcodeToString[c.rcode], c.tsig)
			}
		}
		m.secrets["alice.key"] = m.secrets["bob.key"]
		if rcode, tsig := m.ask(t, update("a.fr.", www), "alice.key"); rcode != mdns.RcodeNotAuth || tsig != mdns.RcodeBadSig {
			t.Errorf("a forged signature: %s, %d", mdns.RcodeToString[rcode], tsig)
		}
		story.Do(m.World, m.bob, command.DeleteZoneKey{Name: "bob.key"})
		if rcode, tsig := m.ask(t, update("b.fr.", "b.fr. 300 IN A 192.0.2.1"), "bob.key"); rcode != mdns.RcodeNotAuth || tsig != mdns.RcodeBadKey {
			t.Errorf("a revoked key: %s, %d", mdns.RcodeToString[rcode], tsig)
		}
		for _, zone := range []string{"a.fr", "b.fr", "c.fr"} {
			list, err := command.Ask(t.Context(), m.Runner, story.Operator, command.ListRecords{Domain: zone})
			if err != nil || len(list) > 0 {
				t.Errorf("%s has %v, %v", zone, list, err)
			}
		}
	})
}

func TestNsupdateChangesAHostedZone(t *testing.T) {
	needs(t, "nsupdate", "dig")
	m := open(t, inFile(t))
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
func (m *market) copyOf(zone, key string, serial uint32) (rrs []mdns.RR, err error) {
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

func TestWhoMayCopyZones(t *testing.T) {
	onEngines(t, func(t *testing.T, m *market) {
		for _, c := range []struct {
			zone, key string
			may       bool
		}{
			{"fr.", "own.key", true}, {"a.fr.", "own.key", true}, {"catalog.invalid.", "own.key", true},
			{"a.fr.", "alice.key", true}, {"A.FR.", "alice.key", true},
			{"b.fr.", "alice.key", false}, {"fr.", "alice.key", false}, {"catalog.invalid.", "alice.key", false},
			{"fr.", "", false}, {"a.fr.", "", false}, {"x.example.", "own.key", false}, {"www.a.fr.", "own.key", false},
		} {
			rrs, err := m.copyOf(c.zone, c.key, 0)
			if c.may != (err == nil && len(rrs) > 2) {
				t.Errorf("%s under %q: %d records, %v", c.zone, c.key, len(rrs), err)
			}
		}
	})
}

// TestAllowedTransfersNeedNoKey transfers from addresses in and outside AllowTransfer.
func TestCopiersNeedNoKey(t *testing.T) {
	for network, may := range map[string]bool{"127.0.0.0/8": true, "192.0.2.0/24": false, "::/0": false} {
		m := openTo(t, inFile(t), []netip.Prefix{netip.MustParsePrefix(network)})
		for _, serial := range []uint32{0, 1} {
			if rrs, err := m.copyOf("fr.", "", serial); may != (err == nil && len(rrs) >= 5) {
				t.Errorf("from 127.0.0.1, AllowTransfer %s, from serial %d: %d records, %v", network, serial, len(rrs), err)
			}
		}
		if rcode, _ := m.ask(t, update("a.fr.", "www.a.fr. 300 IN A 192.0.2.1"), ""); rcode != mdns.RcodeRefused {
			t.Errorf("an unsigned update: %s", mdns.RcodeToString[rcode])
		}
	}
}

// TestIXFRLeadsToTheFullZone makes changes, and compares older copies updated by IXFR
// with the result of AXFR.
func TestIncrementsLeadToTheWhole(t *testing.T) {
	m := open(t, inFile(t))
	changes := []func() error{
		func() error { return doAs(m.world, m.alice, command.CreateDomain{Name: "c.fr", Hosted: true}) },
		func() error {
			return doAs(m.world, m.alice, command.CreateDomain{Name: "d.fr", CreateHosts: true, Nameservers: servers([]string{"ns1.x.example", "ns2.x.example"})})
		},
		func() error {
			return doAs(m.world, m.alice, command.CreateRecord{Domain: "a.fr", Record: registry.Record{Label: "www", Type: "A", Value: "192.0.2.7", TTL: 60}})
		},
		func() error {
			return doAs(m.world, m.alice, command.UpdateDomain{Name: "c.fr", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ClientHold}}}})
		},
		func() error { return doAs(m.world, m.alice, command.DeleteDomain{Name: "c.fr"}) },
		func() error {
			return doAs(m.world, m.alice, command.CreateRecord{Domain: "a.fr", Record: registry.Record{Label: "txt", Type: "TXT", Value: strings.Repeat("long ", 100), TTL: 60}})
		},
		func() error { return doAs(m.world, m.alice, command.CreateDomain{Name: "e.fr", Hosted: true}) },
		func() error { return doAs(m.world, m.alice, command.UpdateDomain{Name: "d.fr", Hosted: true}) },
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
			rrs, err := m.copyOf(z, "own.key", 0)
			if err != nil {
				t.Fatal(z, err)
			}
			all[z] = held{rrs[0].(*mdns.SOA).Serial, texts(rrs[1 : len(rrs)-1])}
		}
		return all
	}
	copies = append(copies, take())
	incremental := 0
	for i, change := range changes {
		if err := change(); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
		if err := m.shown(); err != nil {
			t.Fatal(err)
		}
		now := take()
		for from, old := range copies {
			for _, z := range zones {
				rrs, err := m.copyOf(z, "own.key", old[z].serial)
				if err != nil {
					t.Fatalf("IXFR of %s from %d: %v", z, old[z].serial, err)
				}
				if len(rrs) > 1 && rrs[1].Header().Rrtype == mdns.TypeSOA {
					incremental++
				}
				if got := applied(t, old[z].rrs, rrs, now[z].serial); !slices.Equal(got, now[z].rrs) {
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
func applied(t *testing.T, old []string, rrs []mdns.RR, serial uint32) []string {
	t.Helper()
	if got := rrs[0].(*mdns.SOA).Serial; got != serial {
		t.Fatalf("it leads to %d, not to %d", got, serial)
	}
	switch {
	case len(rrs) == 1:
		return old
	case rrs[1].Header().Rrtype != mdns.TypeSOA:
		return texts(rrs[1 : len(rrs)-1])
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

func texts(rrs []mdns.RR) []string {
	var all []string
	for _, rr := range rrs {
		all = append(all, rr.String())
	}
	slices.Sort(all)
	return all
}

// requirePrograms skips the test if programs are missing; under CI it fails.
func needs(t *testing.T, programs ...string) {
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
	m := open(t, inFile(t))
	serial := func() uint32 {
		q := new(mdns.Msg)
		q.SetQuestion("catalog.invalid.", mdns.TypeSOA)
		return m.face.Answer(q).Answer[0].(*mdns.SOA).Serial
	}
	if err := m.shown(); err != nil {
		t.Fatal(err)
	}
	seq := m.follower.Seq()
	before := serial()
	for _, n := range []string{"z.fr", "y.fr", "x.fr", "w.fr"} { // not in the order of names
		seq++
		err := m.names.Apply(registry.Change{Seq: seq, Kind: registry.KindDomain, Key: n,
			After: []byte(`{"name":"` + n + `","hosted":true,"phase":"active","ns":[{"host":"ns1.kifdom.example"}]}`)})
		if err != nil {
			t.Fatal(err)
		}
	}
	m.names.Publish(seq)
	if rrs, err := m.copyOf("catalog.invalid.", "own.key", before); err != nil || len(rrs) != 2+3*4 {
		t.Errorf("%v, %v", rrs, err)
	}
	if now := serial(); now <= before || uint64(now) > seq {
		t.Errorf("the serial went from %d to %d, the log is at %d", before, now, seq)
	}
}

// TestIXFRAfterManyChanges is the same with 150 random changes of domains, hosts and
// records, of which some fail.
func TestIncrementsAfterManyChanges(t *testing.T) {
	m := open(t, inFile(t))
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	hold := []registry.StatusEntry{{Status: registry.ClientHold}}
	change := func() error {
		n := pick("a.fr", "c.fr", "d.fr", "e.fr")
		switch random.IntN(9) {
		case 0:
			return doAs(m.world, m.alice, command.CreateDomain{Name: n, Hosted: true})
		case 1:
			ns := servers([]string{"ns1." + n + "=192.0.2." + pick("1", "2", "3"), "ns1." + pick("a.fr", "c.fr", "d.fr")})
			return doAs(m.world, m.alice, command.UpdateDomain{Name: n, Nameservers: &ns, CreateHosts: true})
		case 2:
			return doAs(m.world, m.alice, command.UpdateDomain{Name: n, Hosted: true})
		case 3:
			return doAs(m.world, story.Operator, command.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Add: hold}})
		case 4:
			return doAs(m.world, story.Operator, command.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Rem: hold}})
		case 5:
			return doAs(m.world, m.alice, command.DeleteDomain{Name: n})
		case 6:
			return doAs(m.world, m.alice, command.RestoreDomain{Name: n})
		case 7:
			return doAs(m.world, m.alice, command.UpdateDomain{Name: n, Forward: &registry.Forward{URL: pick("", "http://a.example/", "http://b.example/")}})
		}
		r := registry.Record{Label: pick("@", "www", "ns1", "*"), Type: "A", Value: "192.0.2." + pick("1", "2", "3"), TTL: 60 * (1 + random.IntN(3))}
		return doAs(m.world, m.alice, command.CreateRecord{Domain: n, Record: r})
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
		if err := m.shown(); err != nil {
			t.Fatal(err)
		}
		for _, z := range []string{"fr.", "a.fr.", "c.fr.", "d.fr.", "catalog.invalid."} {
			rrs, err := m.copyOf(z, "own.key", 0)
			if err != nil { // not hosted now
				continue
			}
			now := held{rrs[0].(*mdns.SOA).Serial, texts(rrs[1 : len(rrs)-1])}
			list := kept[z]
			for range min(3, len(list)) {
				old := list[random.IntN(len(list))]
				if rrs, err = m.copyOf(z, "own.key", old.serial); err != nil {
					t.Fatal(err)
				}
				if len(rrs) > 1 && rrs[1].Header().Rrtype == mdns.TypeSOA {
					incremental++
				}
				if got := applied(t, old.rrs, rrs, now.serial); !slices.Equal(got, now.rrs) {
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
