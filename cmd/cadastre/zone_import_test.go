package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

const importedZone = `$ORIGIN a.fr.
$TTL 300
@ IN SOA ns.old.example. host.old.example. ( 2026112701 7200 ; refresh
	900 1209600 300 )
  NS ns.old.example.
  MX 10 mail
  CAA 0 issue "ca.example"
mail A 192.0.2.25
	AAAA 2001:db8::25
sub 60 NS ns.sub
ns.sub A 192.0.2.53
sd TXT "k1=v1" ( "k2=v2"
	"" )
*.w CNAME mail
my\032printer TXT x
`

// TestAZoneIsImportedAndExported imports a zone file, and again what was exported, also as
// BIND writes it; the zone stays the same.
func TestAZoneIsImportedAndExported(t *testing.T) {
	config := writeConfig(t, "")
	withEnvironment(t, config, func(r *command.Runner) {
		operator := server.Superuser("test")
		doAs(t, r, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "shop", Name: "Shop", Currency: "EUR", Nameservers: []name.Name{"ns1.shop.example", "ns2.shop.example"}}})
		doAs(t, r, operator, ledger.Deposit{Registrar: "shop", Amount: money.EUR(1000_00)})
		a := doAs(t, r, operator, registrar.CreateAccount{Account: registry.Account{
			Registrar: "shop", Email: "alice@b.example", First: "Alice", Last: "Example", Voice: "+33.123456789",
			Address: registry.Postal{Street: []string{"1 Rue Exemple"}, City: "Paris", PostalCode: "75001", Country: "FR"},
		}})
		doAs(t, r, operator, ledger.Credit{Account: a.ID, Amount: money.EUR(100_00)})
		doAs(t, r, registry.Actor{Registrar: "shop", Account: a.ID}, object.CreateDomain{Name: "a.fr", Hosted: true})
	})
	dir := t.TempDir()
	file := func(text string) string {
		path := filepath.Join(dir, "zone")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	zone := func(code int, words string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(append([]string{"zone"}, args...), "--config", config), &out, &out); got != code || !strings.Contains(out.String(), words) {
			t.Fatalf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
		return out.String()
	}
	exported := func() string {
		lines := strings.Split(strings.TrimSpace(zone(0, "SOA", "export", "a.fr")), "\n")
		slices.Sort(lines[1:])
		return strings.Join(lines[1:], "\n")
	}
	empty := exported()
	zone(0, "9 records added, 0 removed, 2 of the apex ignored: nothing is changed", "import", "--dry-run", "a.fr", file(importedZone))
	if got := exported(); got != empty {
		t.Errorf("a dry run has changed the zone:\n%s", got)
	}
	zone(0, "+ a.fr. 300 IN MX 10 mail.a.fr.\n", "import", "a.fr", file(importedZone))
	full := exported()
	for _, line := range []string{"sd.a.fr.\t300\tIN\tTXT\t\"k1=v1\" \"k2=v2\" \"\"", "sub.a.fr.\t60\tIN\tNS\tns.sub.a.fr.", `my\ printer.a.fr.` + "\t300\tIN\tTXT\t\"x\""} {
		if !strings.Contains(full, line) {
			t.Errorf("%q is not in\n%s", line, full)
		}
	}
	zone(0, "a.fr: 0 records added, 0 removed, 3 of the apex ignored: imported\n", "import", "a.fr", file(zone(0, "", "export", "a.fr")))
	if path, err := exec.LookPath("named-compilezone"); err == nil {
		relative := filepath.Join(dir, "relative")
		if out, err := exec.Command(path, "-s", "relative", "-o", relative, "a.fr", file(zone(0, "", "export", "a.fr"))).CombinedOutput(); err != nil {
			t.Fatalf("named-compilezone: %v\n%s", err, out)
		}
		zone(0, "a.fr: 0 records added, 0 removed, 3 of the apex ignored: imported\n", "import", "a.fr", relative)
	} else if os.Getenv("CI") == "true" {
		t.Error(err)
	}
	for text, words := range map[string]string{
		"$TTL 60\n\nx A 192.0.2.256\n":                             `line 3`,
		"$TTL 60\nx A 192.0.2.1\nx CNAME y\n":                      `a CNAME stands alone at its name (line 3 "x.a.fr. CNAME y.a.fr.")`,
		"$TTL 60\nx.b.fr. A 192.0.2.1\n":                           `this is not a domain name (line 2 "x.b.fr. A 192.0.2.1")`,
		"$TTL 60\nx DNSKEY 257 3 13 AAAA\n":                        `line 2`,
		"$TTL 60\nx MX 0 .\nx MX 1 y\n":                            `the value does not suit`,
		"$TTL 60\n$INCLUDE /etc/passwd\n":                          `line 2`,
		"$TTL 60\n$GENERATE 1-60000 h$ A 192.0.2.1\n":              `the zone is full`,
		"$TTL 60\n$GENERATE 1-1001 h$ A 192.0.2.1\n":               `the zone is full`,
		"$TTL 60\nx TXT " + strings.Repeat(" ", 4<<20) + "\"x\"\n": `the value is out of range (size "4194305")`,
	} {
		zone(1, words, "import", "a.fr", file(text))
	}
	zone(1, "not registered", "import", "b.fr", file(importedZone))
	if got := exported(); got != full {
		t.Errorf("refused imports have changed the zone:\n%s\nwas\n%s", got, full)
	}
}
