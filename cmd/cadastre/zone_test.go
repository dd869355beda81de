package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestZonesAreExportedAndCheckedFromTheStore(t *testing.T) {
	t.Chdir(t.TempDir())
	conf := "[environments.production]\nmake_key = true\nname_servers = [\"ns1.nic.fr 192.0.2.53\"]\ndns_contact = \"dns.master@a.example\"\n"
	if err := os.WriteFile("c.toml", []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	cadastre := func(args ...string) (int, string, string) {
		var out, err bytes.Buffer
		return run(args, &out, &err), out.String(), err.String()
	}
	code, out, said := cadastre("zone", "export", "--config", "c.toml", "fr")
	want := "fr.\t3600\tIN\tSOA\tns1.nic.fr. dns\\.master.a.example. 1 1800 900 1209600 300\n" +
		"fr.\t3600\tIN\tNS\tns1.nic.fr.\nns1.nic.fr.\t3600\tIN\tA\t192.0.2.53\n"
	if code != 0 || out != want {
		t.Errorf("export: %d\n%s%s\nwant\n%s", code, out, said, want)
	}
	if code, _, said := cadastre("zone", "export", "--config", "c.toml", "--out", "fr.zone", "fr"); code != 0 {
		t.Errorf("export into a file: %d %s", code, said)
	}
	if b, err := os.ReadFile(filepath.Join(".", "fr.zone")); err != nil || string(b) != want {
		t.Errorf("%s %v", b, err)
	}
	if code, out, _ := cadastre("zone", "check", "--config", "c.toml", "fr"); code != 0 || out != "fr: serial 1, 0 delegations, 0 things are wrong\n" {
		t.Errorf("check: %d %s", code, out)
	}
	for _, zone := range []string{"test", "a.fr", "..", ""} {
		if code, _, said := cadastre("zone", "export", "--config", "c.toml", zone); code != 1 || !strings.Contains(said, "cadastre: ") {
			t.Errorf("export of %q: %d %s", zone, code, said)
		}
	}
}
