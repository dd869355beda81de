package dns_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
)

// TestAHostedZoneIsTheSameAtNSD fills a zone with records of every type by BIND's nsupdate,
// checks its transfer with BIND's and ldns's tools, and compares the answers with those of
// an NSD that has transferred it.
func TestAHostedZoneIsTheSameAtNSD(t *testing.T) {
	requirePrograms(t, "nsupdate", "dig", "named-checkzone", "nsd")
	at := freePort(t)
	m := newMaintenanceFixture(t, sqliteStore(t), dns.Secondary{Addr: at, Key: "own.key"})
	host, port, _ := net.SplitHostPort(m.addr)
	script := fmt.Sprintf("server %s %s\nzone a.fr\n", host, port)
	for _, line := range slices.Concat(typeLines, []string{
		"ns.sub.a.fr. 60 IN A 192.0.2.53", "www.sub.a.fr. 60 IN A 192.0.2.1", "deep.sub.a.fr. 60 IN NS ns2.b.example.", "*.w.a.fr. 60 IN TXT wild",
		"alias.a.fr. 60 IN CNAME x.sub.a.fr.", "chain.a.fr. 60 IN CNAME q.w.a.fr.", `my\032printer.a.fr. 60 IN TXT x`, "*w.a.fr. 60 IN TXT x",
	}) {
		script += "update add " + line + "\n"
	}
	cmd := exec.Command("nsupdate", "-y", "hmac-sha256:alice.key:"+m.secrets["alice.key"])
	cmd.Stdin = strings.NewReader(script + "send\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("nsupdate: %v\n%s", err, out)
	}
	if err := m.waitShown(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("dig", "@"+host, "-p", port, "+onesoa", "+nostats", "+nocmd", "-y", "hmac-sha256:alice.key:"+m.secrets["alice.key"], "a.fr", "AXFR").Output()
	if err != nil {
		t.Fatal(err)
	}
	var file []string
	for line := range strings.Lines(string(out)) { // dig prints TSIG records too
		if f := strings.Fields(line); len(f) > 3 && f[3] != "TSIG" && line[0] != ';' {
			file = append(file, strings.TrimSpace(line))
		}
	}
	path := filepath.Join(t.TempDir(), "zone")
	if err := os.WriteFile(path, []byte(strings.Join(file, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkWithProgram(t, "named-checkzone", "-i", "local", "-k", "fail", "a.fr", path)
	checkWithProgram(t, "ldns-read-zone", path)

	startProgram(t, "nsd", "-d", "-c", m.nsdConfig(t, at, "a.fr"))
	m.waitSecondary(t, at, "a.fr.", 30*time.Second)
	owners := []string{"a.fr.", "none.a.fr.", "q.w.a.fr.", "w.a.fr.", "x.sub.a.fr.", "x.deep.sub.a.fr.", "q.x.a.fr.", "SUB.a.fr.", `MY\032printer.a.fr.`, "vw.a.fr.", "_tcp.a.fr."}
	types := []uint16{mdns.TypeA, mdns.TypeNS, mdns.TypeDS, mdns.TypeTXT, mdns.TypeSOA, mdns.TypeSRV, mdns.TypeCNAME}
	for _, line := range file {
		rr, err := mdns.NewRR(line)
		if err != nil || rr == nil {
			t.Fatalf("%s: %v", line, err)
		}
		owners, types = append(owners, rr.Header().Name), append(types, rr.Header().Rrtype)
	}
	slices.Sort(owners)
	slices.Sort(types)
	for _, owner := range slices.Compact(owners) {
		for _, qtype := range slices.Compact(slices.Clone(types)) {
			if qtype == mdns.TypeDS && owner == "a.fr." { // the parent's, which NSD does not have
				continue
			}
			if ours, theirs := answerAt(t, m.addr, owner, qtype), answerAt(t, at.String(), owner, qtype); ours != theirs {
				t.Errorf("%s %s:\nours:   %s\ntheirs: %s", owner, mdns.TypeToString[qtype], ours, theirs)
			}
		}
	}
}

// answerAt returns a server's answer to a question, without what may be added to it.
func answerAt(t *testing.T, addr, owner string, qtype uint16) string {
	t.Helper()
	q := new(mdns.Msg).SetQuestion(owner, qtype)
	q.RecursionDesired = false
	a, _, err := (&mdns.Client{Net: "tcp", Timeout: 10 * time.Second}).Exchange(q, addr)
	if err != nil {
		t.Fatal(err)
	}
	a.Extra = nil
	a.Ns = slices.DeleteFunc(a.Ns, func(rr mdns.RR) bool { // the zone's own NS, of no use
		return rr.Header().Rrtype == mdns.TypeNS && strings.EqualFold(rr.Header().Name, "a.fr.")
	})
	return strings.ToLower(summary(a)) // names may be in the case of the question
}
