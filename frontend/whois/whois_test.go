package whois_test

import (
	"flag"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

func TestGoldenAnswers(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		s := start(t, open(), nil)
		for _, query := range []string{
			"a.example", "person.example", "café.example", "shielded.tk", "person.ee", "org.ee", "consent.it", "silent.it", "person.fr", "org.fr", "whole.example",
			"nothing.example", "nothing.ee", "nothing.it", "nothing.fr", "nameserver ns1.a.example", "nameserver 192.0.2.1", "nameserver ns1.person.ee",
			"registrar best", "registrar 9995", "help",
		} {
			got := s.send(query + "\r\n")
			if strings.Contains(strings.ReplaceAll(got, "\r\n", ""), "\n") || !strings.HasSuffix(got, "\r\n") {
				t.Errorf("%s: lines do not end in CRLF: %q", query, got)
			}
			golden(t, query, strings.ReplaceAll(got, "\r\n", "\n"))
		}
	})
}

func golden(t *testing.T, query, got string) {
	t.Helper()
	path := filepath.Join("testdata", strings.ReplaceAll(query, " ", "-")+".txt")
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s", query, got)
	}
}

func TestPrivateDataIsNotShown(t *testing.T) {
	s := startSQLite(t, nil)
	for query, secrets := range map[string][]string{
		"person.example": nil, "shielded.tk": {"Milano", "Example Works", "39.02"}, "person.ee": {"Milano", "39.02"},
		"org.ee": {"Milano", "org@c.example"}, "consent.it": {"39.02"}, "silent.it": {"Milano"}, "a.example": nil,
	} {
		got := s.send(query + "\n")
		for _, secret := range append(secrets, "Alice Private", "person@c.example", "Silvia", "silent@c.example", "consenting@c.example", "RSSMRA", "1980-01-08") {
			if strings.Contains(got, secret) {
				t.Errorf("%s shows %q:\n%s", query, secret, got)
			}
		}
	}
}

func TestQueriesAreReadLeniently(t *testing.T) {
	s := startSQLite(t, nil)
	want := s.send("café.example\r\n")
	if !strings.Contains(want, "Domain Name: xn--caf-dma.example\r\n") || !strings.Contains(want, "Domain Status: clientHold https://icann.org/epp#clientHold") {
		t.Fatal(want)
	}
	for _, query := range []string{
		"café.example\n", "  café.example \t \r\n", "XN--CAF-DMA.EXAMPLE\r\n", "domain café.example\r\n", "DOMAIN  xn--caf-dma.example\n", "=café.example\r\n",
		"domain =café.example\n", "\tdomain\tcafé.example\n", "café.example.\r\n", "café.example\r\nand more that is ignored\r\n",
	} {
		if got := s.send(query); got != want {
			t.Errorf("%q: %s", query, got)
		}
	}
}

func TestBadQueries(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Timeout = 300 * time.Millisecond })
	for query, want := range map[string]string{
		"\r\n": "not a query", " \n": "not a query", "\x00\n": "not a query", "a\x00.example\r\n": "not a query", "a\x1b[2J.example\n": "not a query",
		"\xff\xfe.example\n": "not a query", "-a.example\n": "not a query", "domain\n": "No match", "domain a b\n": "not a query",
		"person Alice\n": "not a query", "*\n": "not a query", "exam*.example\n": "not a query", "nameserver *\n": "not a query", "192.0.2.1\n": "No match",
		strings.Repeat("a", 509) + "\n": "not a query", strings.Repeat("a", 510) + "\r\n": "not a query", strings.Repeat("a", 513) + "\r\n": "too long",
		strings.Repeat("a", 1<<20): "too long", strings.Repeat("a", 4096) + "\n": "too long",
		"registrar \x1b[2J\n": "not a query", "nobody.nowhere\n": "No match", "registrar nobody\n": "No match", "nameserver ns9.a.example\n": "No match", "nameserver 198.51.100.1\n": "No match",
		"a.example": "", // without a line end: the connection is closed after the timeout
		"":          "",
	} {
		got := s.send(query)
		if want == "" && got != "" || !strings.Contains(got, want) || strings.Contains(got, "\x00") || strings.Contains(got, "\x1b") {
			t.Errorf("%.40q: %q", query, got)
		}
	}
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "a.example")
	conn.(*net.TCPConn).CloseWrite() // ends the query, too
	if got, _ := io.ReadAll(conn); !strings.Contains(string(got), "Domain Name: a.example") {
		t.Errorf("after a half close: %q", got)
	}
}

// Stored data, such as of before the checks of today, cannot look like a line of the
// answer.
func TestAnswersCannotBeForged(t *testing.T) {
	s := startSQLite(t, nil)
	if err := s.Store.Update(t.Context(), func(tx store.Tx) error {
		return tx.Registrars().Put(registry.Registrar{
			ID: "evil", Name: "Evil\r\nRegistrar IANA ID: 1\u2028\x1b[2J\u009b2J\u202e", Currency: "EUR", Email: "a@b.example\nDomain Status: ok",
		})
	}); err != nil {
		t.Fatal(err)
	}
	got := s.send("registrar evil\n")
	if strings.Contains(got, "\nRegistrar IANA ID") || strings.Contains(got, "\nDomain Status") || strings.ContainsAny(got, "\u2028\x1b\u009b\u202e") {
		t.Errorf("%q", got)
	}
}

func TestRateLimit(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Limit = &limit.Buckets{PerSecond: 1, Burst: 10} })
	refused := 0
	for range 30 {
		if strings.Contains(s.send("a.example\r\n"), "Too many") {
			refused++
		}
	}
	if refused < 15 || refused > 20 {
		t.Errorf("of 30 queries %d were refused", refused)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Connections, f.Timeout = 10, 5*time.Second })
	var idle []net.Conn
	for range 10 {
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		idle = append(idle, conn)
	}
	for range 90 { // connections beyond the limit are closed at once
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := io.ReadAll(conn); len(b) > 0 {
			t.Errorf("answered %q", b)
		}
		conn.Close()
	}
	var answers sync.WaitGroup
	for _, conn := range idle {
		answers.Go(func() {
			io.WriteString(conn, "a.example\r\n")
			if b, _ := io.ReadAll(conn); !strings.Contains(string(b), "Domain Name: a.example") {
				t.Errorf("got %q", b)
			}
		})
	}
	answers.Wait()
}

func TestSlowClientsAreDropped(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Timeout = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "a.exa")
	if b, err := io.ReadAll(conn); len(b) > 0 || err != nil {
		t.Errorf("got %q, %v", b, err)
	}
}

func TestShutdownDoesNotWaitForSilentClients(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Timeout = time.Hour })
	silent, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	s.stop() // must not wait an hour for the silent client
}

// Debian's whois client shows the answers.
func TestDebiansWhois(t *testing.T) {
	if _, err := exec.LookPath("whois"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("NOT TESTED with the whois client: it is not installed")
	}
	s := startSQLite(t, nil)
	_, port, _ := net.SplitHostPort(s.addr)
	for query, want := range map[string]string{
		"person.example": "Registrant Name: REDACTED FOR PRIVACY", "café.example": "Domain Name: xn--caf-dma.example", "xn--caf-dma.example": "Internationalized Domain Name: café.example",
		"person.ee": "name:       Private Person", "silent.it": "hidden", "nothing.example": "No match for", "registrar best": "Registrar IANA ID: 9995",
	} {
		cmd := exec.Command("whois", append([]string{"-h", "127.0.0.1", "-p", port, "--"}, strings.Fields(query)...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if !strings.Contains(string(out), want) {
			t.Errorf("whois %s: %v\n%s", query, err, out)
		}
	}
}

// Answers follow the lifecycle although the scheduler does not run.
func TestAnswersFollowTheLifecycle(t *testing.T) {
	s := startSQLite(t, nil)
	check := func(query string, want ...string) {
		t.Helper()
		got := s.send(query + "\r\n")
		for _, text := range want {
			if !strings.Contains(got, text) {
				t.Errorf("at %s no %q in\n%s", s.Now(), text, got)
			}
		}
	}
	check("person.example", "#addPeriod", "#ok")
	s.SetTime(story.StartTime.AddDate(1, 0, 0))
	check("person.example", "Registry Expiry Date: 2028-03-01", "#autoRenewPeriod")
	story.Do(s.Fixture, best, object.DeleteDomain{Name: "person.example"})
	check("person.example", "#redemptionPeriod", "#pendingDelete")
	story.Do(s.Fixture, best, object.RestoreDomain{Name: "person.example"})
	check("person.example", "#pendingRestore")
	hold := registry.StatusEntry{Status: registry.ClientHold}
	story.Do(s.Fixture, best, object.UpdateDomain{Name: "a.example", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{hold}}})
	check("a.example", "#clientHold")

	s.SetTime(time.Date(2027, 3, 1, 22, 0, 0, 0, time.UTC)) // midnight in Tallinn
	check("person.ee", "status:     expired", "expire:     2027-03-02", "outzone:    2027-03-17", "delete:     2027-04-16")
	s.SetTime(time.Date(2027, 3, 16, 22, 0, 0, 0, time.UTC))
	check("person.ee", "status:     serverHold", "outzone:    2027-03-17", "delete:     2027-04-16")
	s.SetTime(s.Now().AddDate(0, 0, 60))
	check("person.ee", "Domain not found")
	check("person.example", "No match")
}

// A network that opens many silent connections does not keep other networks out.
func TestConnectionsPerNetworkAreBounded(t *testing.T) {
	s := startSQLite(t, func(f *whois.Server) { f.Connections, f.Timeout = 40, 20*time.Second })
	for range 60 {
		conn, err := net.Dial("tcp", s.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	other := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 9, 0, 1)}} // all of 127/8 is local
	conn, err := other.Dial("tcp", s.addr)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	defer conn.Close()
	io.WriteString(conn, "a.example\r\n")
	if b, _ := io.ReadAll(conn); !strings.Contains(string(b), "Domain Name: a.example") {
		t.Errorf("got %q", b)
	}
}
