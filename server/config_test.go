package server

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestAZoneBelowATLDHasThePolicyOfTheTLD(t *testing.T) {
	tlds := func(c TLDConfig) (map[name.Name]registry.Policy, error) {
		return EnvironmentConfig{TLDs: map[string]TLDConfig{"it": c}}.Policies(command.Key{})
	}
	all, err := tlds(TLDConfig{Zones: []string{"roma.it"}})
	if p := all["roma.it"]; err != nil || len(all) != 2 || p.TLD != "roma.it" || p.MinNS != 2 || p.Names != "" {
		t.Errorf("%v, %+v", err, all["roma.it"])
	}
	for zone, want := range map[string]string{
		"roma.fr":   "tlds.it: zones: roma.fr is not directly below it",
		"a.roma.it": "tlds.it: zones: a.roma.it is not directly below it",
		"-roma.it":  `tlds.it: zones: "-roma.it" is not a name`,
	} {
		if _, err := tlds(TLDConfig{Zones: []string{zone}}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", zone, err, want)
		}
	}
}

func TestTheSmallestConfigurationGetsDefaults(t *testing.T) {
	c, err := ParseConfig([]byte("[environments.production]"))
	if err != nil {
		t.Fatal(err)
	}
	e := c.Environments["production"]
	if e.Store != "sqlite:production.db" || e.Dialects["kifdom"] == nil || e.tlds()["ga"].Policy != "tk" {
		t.Errorf("%+v", e)
	}
}

func TestConfigurationErrorsAreReported(t *testing.T) {
	const e = "[environments.production]\n"
	for _, c := range []struct{ text, want string }{
		{"", "no environment"},
		{"x = 1\n" + e, "line 1: unknown key x"},
		{e + "http = 8080", "line 2: environments.production.http"},
		{e + "clock = \"mine\"", "clock"},
		{e + "store = \"mysql://\"", "store"},
		{e + "metrics = \"127.0.0.1:8080\"", "127.0.0.1:8080 too"},
		{e + "proxies = [\"here\"]", "proxies"},
		{e + "epp_idle = \"soon\"", "such as 10m"},
		{e + "epp_lasts = \"-1h\"", "max_age must"},
		{e + "epp_sessions = -1", "sessions must"},
		{e + "epp.idle = \"soon\"", "line 2: environments.production.epp.idle: "},
		{e + "epp_idle = \"1m\"\nepp.idle = \"1m\"", "line 3: environments.production.epp.idle: is set twice"},
		{e + "[environments.production.epp]\ncolour = 1", "line 3: unknown key environments.production.epp.colour"},
		{e + "[environments.production.dialects.kifdom]\nrate = 1", "line 3: unknown key environments.production.dialects.kifdom.rate"},
		{e + "[environments.production.dialects.repp]\nedition = \"2019\"", "edition must be one of"},
		{e + "catalog = \"a.fr\"", "catalog: a.fr is in a zone"},
		{e + "name_servers = [\"ns1.a.example\"]", "name_servers"},
		{e + "name_servers = [\"ns1.a.example 192.0.2\"]", "name_servers"},
		{e + "dns_contact = \"here\"", "dns.contact: "},
		{e + "dns_contact = \"a b@a.example\"", "dns.contact: "},
		{e + "dns_contact = \"a..b@a.example\"", "dns.contact: "},
		{e + "dns_contact = \"a@-x.example\"", "dns.contact: "},
		{e + "dns_contact = \"ä@a.example\"", "dns.contact: "},
		{e + "[environments.production.billing]\nemail = \".a@a.example\"", "billing.email: "},
		{e + "[environments.production.billing]\ncountry = \"ZZ\"", "billing: "},
		{e + "forward_addresses = [\"here\"]", "line 2: environments.production.forward_addresses: "},
		{e + "[environments.production.hosts]\n\"test.\" = \"b\"", `no environment "b"`},
		{e + "[environments.production.dialects.latin]", "no such dialect"},
		{e + "[environments.production.tlds.fr]\npolicy = \"none\"", `no policy "none"`},
		{e + "repository = \"A-B\"", "letters and digits"},
		{e + "[environments.production.tlds.fr]\nrepository = \"TOOLONGAN\"", "tlds.fr: repository"},
		{e + "[environments.production.tlds.it]\npolicy = \"fr\"", "for fr alone"},
		{e + "[environments.production.tlds.fr.prices.gift]\n1y = {}", `no product "gift"`},
		{e + "[environments.production.tlds.fr.prices.create]\n1w = {}", "1w"},
		{e + "[environments.production.tlds.fr.prices.create]\n1y = { retail = \"8.00\" }", "wholesale"},
		{e + "[environments.production.tlds.fr.prices.create]\n1y = { retail = \"-8.00\", wholesale = \"1.00\" }", "below zero"},
		{"[log]\nlevel = \"loud\"\n" + e, "log.level"},
	} {
		if _, err := ParseConfig([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestRepositoryIsConfigured(t *testing.T) {
	c, err := ParseConfig([]byte(`[environments.production]
		repository = "REG"
		[environments.production.tlds.fr]
		repository = "FR_1"
		[environments.production.tlds.it]`))
	if err != nil {
		t.Fatal(err)
	}
	e := c.Environments["production"]
	all, err := e.Policies(command.Key{})
	if err != nil || e.Repository != "REG" || all["fr"].Repository != "FR_1" || all["it"].Repository != "" {
		t.Errorf("%v %q %q %q", err, e.Repository, all["fr"].Repository, all["it"].Repository)
	}
	if e := DefaultEnvironment("production"); e.Repository != command.DefaultRepository {
		t.Errorf("%q", e.Repository)
	}
}

func TestConfiguredPricesOverrideDefaults(t *testing.T) {
	c, err := ParseConfig([]byte(`[environments.production.tlds.fr.prices.create]
		1y = { retail = "7.00", wholesale = "6.00" }
		[environments.production.tlds.fr.prices.restore]
		once = { retail = "1.00", wholesale = "0.00" }
		[environments.production.tlds.it]
		only_these_prices = true`))
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Environments["production"].Policies(command.Key{})
	if err != nil {
		t.Fatal(err)
	}
	fr := all["fr"].Prices
	one, _ := fr.Of(registry.ProductCreate, registry.Years(1))
	two, _ := fr.Of(registry.ProductCreate, registry.Years(2))
	again, _ := fr.Of(registry.ProductRestore, registry.Term{})
	if one.Retail.Minor != 7_00 || two.Retail.Minor != 16_00 || again.Retail.Minor != 1_00 {
		t.Errorf("a year %s, two %s, a restore %s", one.Retail, two.Retail, again.Retail)
	}
	if len(all["it"].Prices) != 0 || len(all) != 2 {
		t.Errorf("%d TLDs; .it costs %v", len(all), all["it"].Prices)
	}
}

func TestKeyFilesArePrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	if _, err := readKey(path, false); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("missing: %v", err)
	}
	made, err := readKey(path, true)
	if err != nil || made == (command.Key{}) {
		t.Fatalf("made: %v", err)
	}
	if again, err := readKey(path, true); err != nil || again != made {
		t.Errorf("it changed, or %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if runtime.GOOS != "windows" {
		os.Chmod(path, 0o644)
		if _, err := readKey(path, true); err == nil || !strings.Contains(err.Error(), "everyone") {
			t.Errorf("open to everyone: %v", err)
		}
	}
	os.Chmod(path, 0o600)
	os.WriteFile(path, []byte("short"), 0o600)
	if _, err := readKey(path, true); err == nil || !strings.Contains(err.Error(), "5 bytes") {
		t.Errorf("short: %v", err)
	}
}

func TestTheRouterTakesTheMostSpecificRoute(t *testing.T) {
	named := func(n string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(n)) })
	}
	var r router
	r.addSubtree("/api/v1", named("all"))
	r.addSubtree("/api/v1/registrant", named("registrant"))
	r.addSubtree("/docs", named("docs"))
	r.addPage("/", named("landing"))
	r.routes = append(r.routes, route{"api.a.example", "", true, named("own")})
	h := hostRouter(map[string]http.Handler{"test.": named("test"), "test.api.": named("api")}, r)
	for _, c := range []struct{ host, path, want string }{
		{"a.example", "/", "landing"},
		{"a.example", "/api/v1/domains", "all"},
		{"a.example", "/api/v1", "all"},
		{"a.example", "/api/v1/registrant/domains", "registrant"},
		{"a.example", "/api/v1/registrants", "all"},
		{"a.example", "/api/v10", "Not found"},
		{"a.example", "/docs/", "docs"},
		{"a.example", "//", "Not found"},
		{"a.example", "", "Not found"},
		{"API.a.example:8080", "/api/v1/registrant", "own"},
		{"api.a.example.", "/", "own"},
		{"Test.a.example:80", "/", "test"},
		{"test.api.a.example", "/", "api"},
		{"testing.a.example", "/", "landing"},
	} {
		req := httptest.NewRequest("GET", "http://"+c.host+"/", nil)
		req.URL.Path = c.path
		res := httptest.NewRecorder()
		h.ServeHTTP(res, req)
		if got := res.Body.String(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s%s: %s, want %s", c.host, c.path, got, c.want)
		}
	}
}
