package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

func TestDemoInfoIsForItsOwnerAlone(t *testing.T) {
	info, err := os.Stat(filepath.Join(sharedDemo(t).dir, "demo.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestTheDemoHasTwoEnvironments(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	if got := slices.Sorted(maps.Keys(d.info)); !slices.Equal(got, []string{demo.Production, demo.Sandbox}) {
		t.Errorf("environments %v", got)
	}
	if want := fmt.Sprintf("http://127.0.0.1:%d", d.port+10); s.HTTP != want || s.Clock != want+"/sandbox/clock" || p.Clock != "" {
		t.Errorf("sandbox at %s, clocks %q and %q", s.HTTP, s.Clock, p.Clock)
	}
	if reflect.DeepEqual(p.KifDom, s.KifDom) || p.Operator == s.Operator {
		t.Error("the environments share credentials")
	}
}

func TestANameOfOneEnvironmentIsNotInTheOther(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	bob := p.login(t, 1)
	if a := p.create(t, bob, "a.fr"); a.status != 200 || !strings.Contains(a.body, `"balance":"1992.00"`) {
		t.Fatalf("create: %d %s", a.status, a.body)
	}
	if got := p.show(t, bob, "a.fr"); got != 200 {
		t.Errorf("in production: %d", got)
	}
	if got := s.show(t, bob, "a.fr"); got != 401 {
		t.Errorf("production's token in the sandbox: %d, want 401", got)
	}
	if got := s.show(t, s.login(t, 1), "a.fr"); got == 200 {
		t.Error("the name is in the sandbox too")
	}
}

func TestAHostThatBeginsWithTestIsTheSandbox(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	alice := s.login(t, 0)
	a := send(t, "POST", p.HTTP+"/api/v1/domains", "test.a.example", alice, `{"name":"b.fr"}`)
	if a.status != 200 {
		t.Fatalf("create: %d %s", a.status, a.body)
	}
	if got := s.show(t, alice, "b.fr"); got != 200 {
		t.Errorf("in the sandbox: %d", got)
	}
	if got := p.show(t, p.login(t, 0), "b.fr"); got == 200 {
		t.Error("the name is in production")
	}
	if got := send(t, "GET", p.HTTP+"/sandbox/clock", "Test.b.example:80", "", "").status; got != 200 {
		t.Errorf("the clock by such a Host: %d", got)
	}
}

func TestOnlyOperatorsMoveTheClockOfTheSandbox(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	before := s.now(t)
	for _, c := range []struct {
		token, body string
		want        int
	}{
		{"", `{"advance":"720h"}`, 401},
		{p.Operator.Token, `{"advance":"720h"}`, 401},
		{s.login(t, 0), `{"advance":"720h"}`, 401},
		{s.Operator.Token, `{"advance":"-1h"}`, 409},
		{s.Operator.Token, `{"now":"` + before.Add(-time.Hour).Format(time.RFC3339) + `"}`, 409},
		{s.Operator.Token, `a month`, 400},
		{s.Operator.Token, `{"advance":"720h"}`, 200},
	} {
		if got := send(t, "PUT", s.Clock, "", c.token, c.body); got.status != c.want {
			t.Errorf("PUT %s: %d %s, want %d", c.body, got.status, got.body, c.want)
		}
	}
	if moved := s.now(t).Sub(before); moved < 720*time.Hour || moved > 721*time.Hour {
		t.Errorf("it moved by %s", moved)
	}
}

func TestProductionHasNoClock(t *testing.T) {
	if got := send(t, "GET", sharedDemo(t).info[demo.Production].HTTP+"/sandbox/clock", "", "", "").status; got != 404 {
		t.Errorf("GET: %d, want 404", got)
	}
}

func TestTheDemoHasPagesAndMetrics(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	p.create(t, p.login(t, 2), "a.fr") // a request for the metrics to count
	for _, c := range []struct{ url, want string }{
		{p.HTTP + "/", `/docs/kifdom`},
		{p.HTTP + "/", `10.00 EUR`},
		{s.HTTP + "/", `/sandbox/clock`},
		{p.HTTP + "/docs/", `kifdom`},
		{p.RDAP + "/domain/domain0.ee", `"ldhName":"domain0.ee"`},
		{s.RDAP + "/help", `icann_rdap_response_profile_1`},
		{p.HTTP + "/docs/kifdom/openapi.json", p.HTTP},
		{fmt.Sprintf("http://127.0.0.1:%d/metrics", d.port+9), `route="POST /domains"`},
		{fmt.Sprintf("http://127.0.0.1:%d/metrics", d.port+19), `cadastre_changes_total{environment="sandbox"}`},
	} {
		if a := send(t, "GET", c.url, "", "", ""); a.status != 200 || !strings.Contains(a.body, c.want) {
			t.Errorf("GET %s: %d, %q is not in it", c.url, a.status, c.want)
		}
	}
}

func TestTheDemoAnswers404ToUnknownPaths(t *testing.T) {
	p := sharedDemo(t).info[demo.Production]
	for _, path := range []string{"/nowhere", "/metrics", "//", "/docs/nowhere"} {
		if a := send(t, "GET", p.HTTP+path, "", "", ""); a.status != 404 {
			t.Errorf("GET %s: %d, want 404", path, a.status)
		}
	}
}

func TestTheLinesToPasteRegisterAName(t *testing.T) {
	d := sharedDemo(t)
	p := d.info[demo.Production]
	for _, tool := range []string{"sh", "curl", "sed", "whois", "dig"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("no %s here", tool)
			}
			t.Skipf("no %s here", tool)
		}
	}
	var pasted []string
	for line := range strings.Lines(d.out.String()) {
		if strings.HasPrefix(line, "curl ") || strings.HasPrefix(line, "whois ") || strings.HasPrefix(line, "dig ") {
			out, err := exec.Command("sh", "-c", line).CombinedOutput()
			if err != nil {
				t.Errorf("%s: %v", line, err)
			}
			pasted = append(pasted, string(out))
		}
	}
	wants := []string{"successfully created", `"ldhName":"my-first-name.fr"`, "domain:                        my-first-name.fr", "ns1.kifdom.example.", `{"now":`}
	if len(pasted) != len(wants) || !slices.EqualFunc(pasted, wants, strings.Contains) {
		t.Errorf("pasted lines say %q", pasted)
	}
	if got := p.show(t, p.login(t, 0), "my-first-name.fr"); got != 200 {
		t.Errorf("the name: %d", got)
	}
}

func TestAPortInUseIsOneLine(t *testing.T) {
	d := sharedDemo(t)
	out, code := program(t, "demo", "--port", fmt.Sprint(d.port))
	if code != 1 || strings.Count(out, "\n") != 1 || !strings.Contains(out, fmt.Sprint(d.port)) {
		t.Errorf("exit %d: %q", code, out)
	}
}

func TestTwoDemosCannotShareAFolder(t *testing.T) {
	d := sharedDemo(t)
	for _, port := range []int{d.port, freePort(t)} {
		if out, code := program(t, "demo", "--dir", d.dir, "--port", fmt.Sprint(port)); code != 1 || strings.Count(out, "\n") != 1 {
			t.Errorf("at port %d: exit %d: %q", port, code, out)
		}
	}
	if _, err := os.Stat(filepath.Join(d.dir, "demo.json")); err != nil {
		t.Errorf("demo.json was removed: %v", err)
	}
}

func TestARestartKeepsNamesAndCredentials(t *testing.T) {
	dir := t.TempDir()
	d := startDemo(t, dir, freePort(t))
	p := d.info[demo.Production]
	token := p.login(t, 0)
	if a := p.create(t, token, "a.fr"); a.status != 200 {
		t.Fatalf("create: %d %s", a.status, a.body)
	}
	d.stop()
	if _, err := os.Stat(filepath.Join(dir, "demo.json")); !os.IsNotExist(err) {
		t.Errorf("demo.json is left: %v", err)
	}
	begun := time.Now()
	again := startDemo(t, dir, d.port)
	t.Logf("restarted in %s", time.Since(begun))
	if !reflect.DeepEqual(again.info, d.info) {
		t.Errorf("demo.json says\n%v\nsaid\n%v", again.info, d.info)
	}
	if got := p.show(t, token, "a.fr"); got != 200 {
		t.Errorf("the name: %d", got)
	}
	p.login(t, 1)
	again.stop()
}

func TestADemoWithoutAFolderLeavesNothing(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	port := freePort(t)
	p := start(t, "demo", "--quiet", "--port", fmt.Sprint(port))
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(tmp, "cadastre-demo-*", "demo.json")); len(found) == 1 {
			break
		}
	}
	if res, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", port)); err != nil || res.StatusCode != 200 {
		t.Errorf("GET /: %v", err)
	}
	p.stop()
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
	if out := p.out.String(); out != "" {
		t.Errorf("a quiet demo says %q", out)
	}
}

// TestADemoThatCannotSayItIsReadyEnds puts a folder where demo.json is to be, after the
// demo has looked for an old one.
func TestADemoThatCannotSayItIsReadyEnds(t *testing.T) {
	dir := t.TempDir()
	p := start(t, "demo", "--quiet", "--dir", dir, "--port", fmt.Sprint(freePort(t)))
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "secrets.json")); err == nil {
			break
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "demo.json", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if code, out := p.exit(), p.out.String(); code != 1 || strings.Count(out, "\n") != 1 || !strings.Contains(out, "demo.json") {
		t.Errorf("exit %d: %q, want one line about demo.json", code, out)
	}
}

func TestADemoStoppedEarlyStartsAgain(t *testing.T) {
	dir, port := t.TempDir(), freePort(t)
	for _, after := range []time.Duration{5, 20, 60, 120, 200, 300} {
		p := start(t, "demo", "--dir", dir, "--port", fmt.Sprint(port))
		time.Sleep(after * time.Millisecond)
		p.kill()
	}
	d := startDemo(t, dir, port)
	for _, s := range d.info {
		if a := s.create(t, s.login(t, 2), "expensive.ml"); a.status != 400 || !strings.Contains(a.body, "5.00") && !strings.Contains(a.body, "balance") {
			t.Errorf("carol, who has 5.00: %d %s", a.status, a.body)
		}
		s.login(t, 0)
	}
	d.stop()
	for n, want := range map[string]string{demo.Production: "", demo.Sandbox: ""} {
		if wrong := auditFile(t, filepath.Join(dir, n+".db")); strings.Join(wrong, "; ") != want {
			t.Errorf("%s: %v", n, wrong)
		}
	}
}

func TestTheDemoOnPostgreSQL(t *testing.T) {
	server := asURL(t, storetest.PostgresURL(t))
	dir, port := t.TempDir(), freePort(t)
	d := startDemo(t, dir, port, "--store", server)
	p := d.info[demo.Production]
	if a := p.create(t, p.login(t, 0), "a.fr"); a.status != 200 {
		t.Fatalf("create: %d %s", a.status, a.body)
	}
	d.kill()
	d = startDemo(t, dir, port, "--store", server)
	if got := p.show(t, p.login(t, 0), "a.fr"); got != 200 {
		t.Errorf("after kill -9: %d", got)
	}
	d.stop()

	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	before := schemas(t, server)
	q := start(t, "demo", "--port", fmt.Sprint(port), "--store", server)
	for begun := time.Now(); time.Since(begun) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(tmp, "cadastre-demo-*", "demo.json")); len(found) == 1 {
			break
		}
	}
	q.stop()
	if after := schemas(t, server); !slices.Equal(before, after) {
		t.Errorf("without a folder it leaves schemas: %v, before %v", after, before)
	}
}

// asURL returns an address in libpq's key=value form as a URL.
func asURL(t *testing.T, address string) string {
	t.Helper()
	if strings.HasPrefix(address, "postgres") {
		return address
	}
	c, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	return "postgres:///" + c.Database + "?" + url.Values{"host": {c.Host}, "port": {fmt.Sprint(c.Port)}, "user": {c.User}}.Encode()
}

func schemas(t *testing.T, server string) (all []string) {
	t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	rows, err := db.Query(ctx, "SELECT nspname::text FROM pg_namespace ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	if all, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		t.Fatal(err)
	}
	return all
}
