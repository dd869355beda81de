package dns_test

import (
	"bytes"
	"fmt"
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

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/registry"
)

// TestNSDFollows runs NSD as a secondary of a TLD's zone.
func TestNSDFollows(t *testing.T) {
	requirePrograms(t, "nsd")
	at := freePort(t)
	m := newMaintenanceFixture(t, sqliteStore(t), dns.Secondary{Addr: at, Key: "own.key"})
	m.checkSecondary(t, at, []string{"fr."}, "nsd", "-d", "-c", m.nsdConfig(t, at, "fr"))
}

// nsdConfig writes the configuration of an NSD that listens at an address and is a
// secondary of one zone, and returns its path.
func (m *maintenanceFixture) nsdConfig(t *testing.T, at netip.AddrPort, zone string) string {
	t.Helper()
	dir, ours := t.TempDir(), netip.MustParseAddrPort(m.addr)
	conf := fmt.Sprintf(`server:
	ip-address: %s@%d
	username: ""
	chroot: ""
	zonesdir: "%[3]s"
	database: ""
	pidfile: "%[3]s/pid"
	xfrdfile: "%[3]s/xfrd"
	xfrdir: "%[3]s"
	zonelistfile: "%[3]s/zones"
	verbosity: 2
	xfrd-reload-timeout: 0
remote-control:
	control-enable: no
key:
	name: "own.key"
	algorithm: hmac-sha256
	secret: "%[4]s"
zone:
	name: "%[7]s"
	zonefile: "%[7]s.zone"
	request-xfr: %[5]s@%[6]d own.key
	allow-notify: %[5]s own.key
`, at.Addr(), at.Port(), dir, m.secrets["own.key"], ours.Addr(), ours.Port(), zone)
	return writeConfig(t, dir, conf)
}

// TestKnotFollows runs Knot as a secondary of all zones, by the catalog zone.
func TestKnotFollows(t *testing.T) {
	requirePrograms(t, "knotd")
	at := freePort(t)
	m := newMaintenanceFixture(t, sqliteStore(t), dns.Secondary{Addr: at, Key: "own.key"})
	dir, ours := t.TempDir(), netip.MustParseAddrPort(m.addr)
	conf := fmt.Sprintf(`server:
    listen: %s@%d
    rundir: %[3]s
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: %[3]s
key:
  - id: own.key
    algorithm: hmac-sha256
    secret: %[4]s
remote:
  - id: cadastre
    address: %[5]s@%[6]d
    key: own.key
acl:
  - id: notify-acl
    address: %[5]s
    key: own.key
    action: notify
template:
  - id: default
    storage: %[3]s
    master: cadastre
    acl: notify-acl
  - id: member
    storage: %[3]s
    master: cadastre
    acl: notify-acl
zone:
  - domain: catalog.invalid
    catalog-role: interpret
    catalog-template: member
`, at.Addr(), at.Port(), dir, m.secrets["own.key"], ours.Addr(), ours.Port())
	m.checkSecondary(t, at, []string{"fr.", "a.fr."}, "knotd", "-c", writeConfig(t, dir, conf))
}

// TestEverySecondaryIsNotifiedOfEveryZone checks that a secondary gets a NOTIFY for every
// zone, those included whose first NOTIFY was lost, and not many for the same zone.
func TestEverySecondaryIsNotifiedOfEveryZone(t *testing.T) {
	p, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	heard := make(chan string, 10_000)
	go func() {
		b := make([]byte, 4096)
		for packets := 0; ; packets++ {
			n, from, err := p.ReadFrom(b)
			if err != nil {
				close(heard)
				return
			}
			m := new(mdns.Msg)
			if packets < 10 || m.Unpack(b[:n]) != nil { // as if lost on the network
				continue
			}
			heard <- m.Question[0].Name
			if wire, err := new(mdns.Msg).SetReply(m).Pack(); err == nil {
				p.WriteTo(wire, from)
			}
		}
	}()
	m := newMaintenanceFixture(t, sqliteStore(t), dns.Secondary{Addr: netip.MustParseAddrPort(p.LocalAddr().String()), Key: "own.key"})
	missing := map[string]bool{"fr.": true, "a.fr.": true, "b.fr.": true, "catalog.invalid.": true}
	for i := range 100 {
		n := fmt.Sprintf("z-%d.fr", i)
		missing[n+"."] = true
		if err := doBy(m.fixture, m.alice, object.CreateDomain{Name: n, Hosted: true}); err != nil {
			t.Fatal(err)
		}
	}
	times := 0
	for late := time.After(20 * time.Second); len(missing) > 0; times++ {
		select {
		case z := <-heard:
			delete(missing, z)
		case <-late:
			t.Fatalf("no NOTIFY for %d zones: %v", len(missing), missing)
		}
	}
	if times > 1000 {
		t.Errorf("%d NOTIFY for 104 zones", times)
	}
}

// checkSecondary starts a secondary, changes zones, and waits after each change until it
// has the new serial.
func (m *maintenanceFixture) checkSecondary(t *testing.T, at netip.AddrPort, zones []string, program string, args ...string) {
	t.Helper()
	startProgram(t, program, args...)
	caughtUp := func(zone string, most time.Duration) time.Duration {
		t.Helper()
		return m.waitSecondary(t, at, zone, most)
	}
	for _, z := range zones {
		caughtUp(z, 30*time.Second) // the secondary has to start first
	}
	var slowest time.Duration
	changes := []func() error{
		func() error { return doBy(m.fixture, m.alice, object.CreateDomain{Name: "c.fr", Hosted: true}) },
		func() error {
			return doBy(m.fixture, m.alice, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "www", Type: "A", Value: "192.0.2.7", TTL: 60}})
		},
		func() error { return doBy(m.fixture, m.alice, object.DeleteDomain{Name: "c.fr"}) },
	}
	for i, change := range changes {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if err := m.waitShown(); err != nil {
			t.Fatal(err)
		}
		for _, z := range zones {
			took := caughtUp(z, 10*time.Second)
			t.Logf("change %d: %s %s", i, z, took)
			slowest = max(slowest, took)
		}
	}
	t.Logf("%s followed within %s", program, slowest.Round(time.Millisecond))
	for _, q := range []string{"c.fr.", "a.fr.", "nothing.fr."} {
		ours, theirs := delegationSeenBy(m.addr, q), delegationSeenBy(at.String(), q)
		for begun := time.Now(); ours != theirs && time.Since(begun) < 10*time.Second; theirs = delegationSeenBy(at.String(), q) { // a removed member zone disappears some time after the catalog changes
			time.Sleep(5 * time.Millisecond)
		}
		if ours != theirs {
			t.Errorf("%s:\nours:   %s\ntheirs: %s", q, ours, theirs)
		}
	}
}

// startProgram starts a program that runs until the test ends.
func startProgram(t *testing.T, program string, args ...string) {
	t.Helper()
	var log bytes.Buffer
	cmd := exec.Command(programPath(program), args...)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
}

// waitSecondary waits until a secondary has our serial of a zone, and returns how long
// that took.
func (m *maintenanceFixture) waitSecondary(t *testing.T, at netip.AddrPort, zone string, most time.Duration) time.Duration {
	t.Helper()
	begun := time.Now()
	want := serialAt(m.addr, zone)
	for serialAt(at.String(), zone) != want {
		if time.Since(begun) > most {
			t.Fatalf("%s is at %d after %s, want %d", zone, serialAt(at.String(), zone), most, want)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(begun)
}

func serialAt(addr, zone string) uint32 {
	m := new(mdns.Msg)
	m.SetQuestion(zone, mdns.TypeSOA)
	c := &mdns.Client{Timeout: time.Second}
	if a, _, err := c.Exchange(m, addr); err == nil && len(a.Answer) > 0 {
		if soa, ok := a.Answer[0].(*mdns.SOA); ok {
			return soa.Serial
		}
	}
	return 0
}

// delegationSeenBy returns a server's response code and NS records for a name.
func delegationSeenBy(addr, n string) string {
	m := new(mdns.Msg)
	m.SetQuestion(n, mdns.TypeNS)
	a, _, err := new(mdns.Client).Exchange(m, addr)
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, rr := range append(a.Answer, a.Ns...) {
		if ns, ok := rr.(*mdns.NS); ok {
			all = append(all, ns.Ns)
		}
	}
	return mdns.RcodeToString[a.Rcode] + " " + strings.Join(slices.Sorted(slices.Values(all)), " ")
}

func writeConfig(t *testing.T, dir, conf string) string {
	t.Helper()
	path := filepath.Join(dir, "conf")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// freePort returns an address whose port is free for UDP and TCP.
func freePort(t *testing.T) netip.AddrPort {
	t.Helper()
	for range 10 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		p, err := net.ListenPacket("udp", l.Addr().String())
		l.Close()
		if err == nil {
			p.Close()
			return netip.MustParseAddrPort(p.LocalAddr().String())
		}
	}
	t.Fatal("no free port")
	return netip.AddrPort{}
}
