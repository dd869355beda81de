package dns_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
)

// TestOtherServersAcceptTheZones checks exported zones with the tools of BIND and ldns,
// and parses them.
func TestOtherServersAcceptTheZones(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := newFixture(t, st)
	must := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	record := func(label, kind, value string) error {
		priority := 10
		if value == "." {
			priority = 0
		}
		return do(w, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: label, Type: kind, Value: value, TTL: 60, Priority: priority}})
	}
	own := []object.NS{{Host: "ns1.b.fr"}, {Host: "ns1.c.test"}}
	must(do(w, object.CreateDomain{Name: "a.fr", Hosted: true}), do(w, object.CreateDomain{Name: "b.fr", Hosted: true}),
		do(w, host.CreateHost{Name: "ns1.b.fr", Addrs: []string{"192.0.2.1", "2001:db8::1"}}),
		do(w, object.UpdateDomain{Name: "b.fr", Nameservers: &own, CreateHosts: true, DS: command.Edit[registry.DS]{Add: []registry.DS{
			{KeyTag: 1, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}}}}),
		do(w, object.CreateDomain{Name: "a.tk", Hosted: true}), do(w, object.UpdateDomain{Name: "a.tk", Nameservers: &[]object.NS{}}),
		do(w, object.UpdateDomain{Name: "a.tk", Forward: &registry.Forward{URL: "http://a.example/"}}),
		record("@", "A", "192.0.2.10"), record("www", "CNAME", "a.fr"), record("@", "MX", "www.b.test"), record("nomail", "MX", "."),
		record("@", "TXT", `quoted "text"; with \ and é`), record("long", "TXT", strings.Repeat(`x"`, 400)), record("*.shop", "AAAA", "2001:db8::2"), w.waitShown())
	for zone, want := range map[name.Name]int{"fr": 10, "tk": 7, "it": 3, "example": 5, "a.fr": 10} {
		c, ok := w.zoneView.Snapshot(zone)
		if !ok {
			t.Errorf("%s: no such zone", zone)
			continue
		}
		var file bytes.Buffer
		if _, err := c.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		read := mdns.NewZoneParser(bytes.NewReader(file.Bytes()), "", "")
		n := 0
		for rr, ok := read.Next(); ok; rr, ok = read.Next() {
			if n++; n == 1 && rr.Header().Rrtype != mdns.TypeSOA {
				t.Errorf("%s begins with %v", zone, rr)
			}
		}
		if read.Err() != nil || n != want {
			t.Errorf("%s: %d records, want %d; %v\n%s", zone, n, want, read.Err(), file.String())
		}
		path := filepath.Join(t.TempDir(), "zone")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		checkWithProgram(t, "named-checkzone", "-i", "local", "-k", "fail", string(zone), path)
		checkWithProgram(t, "ldns-read-zone", path)
	}
	c, _ := w.zoneView.Snapshot("fr")
	if n, wrong := c.Check(); n != 2 || len(wrong) != 0 {
		t.Errorf("check: %d delegations, %q", n, wrong)
	}
}

// checkWithProgram fails the test unless a program exits with 0. A missing program is
// an error under CI only.
func checkWithProgram(t *testing.T, program string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/" + program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Logf("%s is not installed", program)
			return
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if out, err := exec.CommandContext(ctx, path, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", program, err, out)
	}
}

// TestOtherServersAcceptTransferredZones transfers zones by dig with a key and checks
// them with the tools of BIND and ldns. Without the key the transfer is refused.
func TestOtherServersAcceptTransferredZones(t *testing.T) {
	requirePrograms(t, "dig")
	m := newMaintenanceFixture(t, sqliteStore(t))
	for _, r := range []registry.RecordValue{
		{Label: "www", Type: "A", Value: "192.0.2.7", TTL: 60}, {Label: "www", Type: "A", Value: "192.0.2.8", TTL: 600},
		{Label: "@", Type: "MX", Value: "www.a.fr", Priority: 10, TTL: 60}, {Label: "@", Type: "TXT", Value: `quoted "text"`, TTL: 60},
	} {
		story.Do(m.Fixture, m.alice, zone.CreateRecord{Domain: "a.fr", Record: r})
	}
	if err := m.waitShown(); err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(m.addr)
	dig := func(args ...string) string {
		out, err := exec.Command("dig", append([]string{"@" + host, "-p", port, "+onesoa", "+nostats", "+nocmd"}, args...)...).Output()
		if err != nil && !strings.Contains(string(out), "failed") {
			t.Fatalf("dig %q: %v\n%s", args, err, out)
		}
		var file strings.Builder
		for line := range strings.Lines(string(out)) { // dig prints TSIG records too
			if f := strings.Fields(line); len(f) < 4 || f[3] != "TSIG" {
				file.WriteString(line)
			}
		}
		return file.String()
	}
	for zone, key := range map[string]string{"fr": "own.key", "a.fr": "alice.key"} {
		file := dig("-y", "hmac-sha256:"+key+":"+m.secrets[key], zone, "AXFR")
		path := filepath.Join(t.TempDir(), "zone")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		checkWithProgram(t, "named-checkzone", "-i", "local", "-k", "fail", zone, path)
		checkWithProgram(t, "ldns-read-zone", path)
		for _, args := range [][]string{{zone, "AXFR"}, {"-y", "hmac-sha256:bob.key:" + m.secrets["bob.key"], zone, "AXFR"}, {zone, "IXFR=1"}} {
			if got := dig(args...); strings.Contains(got, "SOA") {
				t.Errorf("dig %q:\n%s", args[len(args)-2:], got)
			}
		}
	}
}
