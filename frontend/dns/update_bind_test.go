package dns_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"
)

// TestUpdatesAreThoseOfBIND sends the same random UPDATEs to this server and to BIND, and
// compares the response codes and the zones.
func TestUpdatesAreThoseOfBIND(t *testing.T) {
	requirePrograms(t, "named")
	m := newMaintenanceFixture(t, sqliteStore(t))
	at, dir := freePort(t), t.TempDir()
	zone := "$TTL 3600\n@ SOA ns1.kifdom.example. hostmaster.nic.fr. 1 1800 900 1209600 300\n@ NS ns1.kifdom.example.\n@ NS ns2.kifdom.example.\n"
	if err := os.WriteFile(filepath.Join(dir, "a.fr.zone"), []byte(zone), 0o600); err != nil {
		t.Fatal(err)
	}
	startProgram(t, "named", "-g", "-n", "1", "-c", writeConfig(t, dir, fmt.Sprintf(`options {
	directory "%[1]s";
	pid-file "%[1]s/pid";
	session-keyfile "%[1]s/session";
	listen-on port %[2]d { %[3]s; };
	listen-on-v6 { none; };
	recursion no;
	notify no;
};
controls { };
key "alice.key" { algorithm hmac-sha256; secret "%[4]s"; };
zone "a.fr" { type primary; file "%[1]s/a.fr.zone"; allow-update { key alice.key; }; allow-transfer { any; }; check-names ignore; check-integrity no; };
`, dir, at.Port(), at.Addr(), m.secrets["alice.key"])))
	for begun := time.Now(); serialAt(at.String(), "a.fr.") == 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > 20*time.Second {
			t.Fatal("named does not start")
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	applied := 0
	for i := range 200 {
		u, lines := randomUpdate(random)
		ours := m.exchangeAt(t, m.addr, u.Copy())
		theirs := m.exchangeAt(t, at.String(), u.Copy())
		if ours != theirs {
			t.Fatalf("update %d: %s, BIND %s\n%s", i, mdns.RcodeToString[ours], mdns.RcodeToString[theirs], lines)
		}
		if ours == mdns.RcodeSuccess {
			applied++
		}
		a, b := zoneAt(t, m, m.addr), zoneAt(t, m, at.String())
		if !slices.Equal(a, b) {
			t.Fatalf("update %d leads to\n%s\nBIND:\n%s\nby\n%s", i, strings.Join(a, "\n"), strings.Join(b, "\n"), lines)
		}
	}
	if applied < 80 {
		t.Errorf("only %d updates were applied", applied)
	}
}

// randomUpdate returns an UPDATE of a.fr with up to two prerequisites and up to four
// changes, and its text.
func randomUpdate(random *rand.Rand) (*mdns.Msg, string) {
	u := new(mdns.Msg).SetUpdate("a.fr.")
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	record := func(ttl int) mdns.RR {
		owner := pick("a.fr.", "x.a.fr.", "X.a.fr.", "y.x.a.fr.", "*.a.fr.", "sub.a.fr.")
		data := pick("A 192.0.2.1", "A 192.0.2.2", "TXT one", `TXT "one" "two"`, `TXT ""`, `TXT "\255"`, "MX 10 x.b.example.", "MX 20 X.b.example.", "CNAME x.b.example.", "CNAME y.b.example.",
			"SRV 0 5 5060 x.b.example.", "NS ns1.b.example.", "NS ns2.b.example.", "NS ns1.kifdom.example.", `CAA 0 issue "ca.example"`)
		if strings.HasPrefix(data, "NS") && (owner == "*.a.fr." || owner == "a.fr.") { // refused here (RFC 4592 section 4.2), or the storefront's
			owner = "sub.a.fr."
		}
		rr, err := mdns.NewRR(fmt.Sprintf("%s %d IN %s", owner, ttl, data))
		if err != nil {
			panic(err)
		}
		return rr
	}
	one := func(rr mdns.RR) []mdns.RR { return []mdns.RR{rr} }
	for range random.IntN(3) / 2 * (1 + random.IntN(2)) {
		switch random.IntN(5) {
		case 0:
			u.NameUsed(one(record(0)))
		case 1:
			u.NameNotUsed(one(record(0)))
		case 2:
			u.RRsetUsed(one(record(0)))
		case 3:
			u.RRsetNotUsed(one(record(0)))
		case 4:
			u.Used(one(record(0)))
		}
	}
	for range 1 + random.IntN(4) {
		switch random.IntN(7) {
		case 0:
			u.Remove(one(record(0)))
		case 1:
			u.RemoveRRset(one(record(0)))
		case 2:
			u.RemoveName(one(record(0)))
		default:
			u.Insert(one(record(60 * (1 + random.IntN(2)))))
		}
	}
	return u, u.String()
}

// exchangeAt sends an UPDATE signed by alice.key to a server and returns the response code.
func (m *maintenanceFixture) exchangeAt(t *testing.T, addr string, u *mdns.Msg) int {
	t.Helper()
	u.Id = mdns.Id()
	u.SetTsig("alice.key.", mdns.HmacSHA256, 300, time.Now().Unix())
	c := &mdns.Client{Net: "tcp", Timeout: 10 * time.Second, TsigSecret: map[string]string{"alice.key.": m.secrets["alice.key"]}}
	a, _, err := c.Exchange(u, addr)
	if err != nil {
		t.Fatal(err)
	}
	return a.Rcode
}

// zoneAt transfers a.fr from a server and returns its records but the SOA, as sorted text.
func zoneAt(t *testing.T, m *maintenanceFixture, addr string) (all []string) {
	t.Helper()
	q := new(mdns.Msg).SetAxfr("a.fr.")
	q.SetTsig("alice.key.", mdns.HmacSHA256, 300, time.Now().Unix())
	parts, err := (&mdns.Transfer{TsigSecret: map[string]string{"alice.key.": m.secrets["alice.key"]}}).In(q, addr)
	if err != nil {
		t.Fatal(err)
	}
	for p := range parts {
		if p.Error != nil {
			t.Fatal(p.Error)
		}
		for _, rr := range p.RR {
			if rr.Header().Rrtype != mdns.TypeSOA {
				all = append(all, strings.ToLower(rr.String()))
			}
		}
	}
	slices.Sort(all)
	return all
}
