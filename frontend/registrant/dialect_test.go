package registrant_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"net/http/httptest"

	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasARefusal compares status and message of every fault, and of the
// routes that override them, with a golden file.
func TestEveryFaultHasARefusal(t *testing.T) {
	var table strings.Builder
	row := func(where string, r rest.Refusal) {
		fmt.Fprintf(&table, "%-34s %d  %s\n", where, r.Status, r.Text)
		if r.Text == "" || r.Status < 400 || r.Status > 500 {
			t.Errorf("%s: %+v", where, r)
		}
	}
	for _, f := range registry.Faults() {
		row(f.Reason, registrant.Dialect.Refusal(nil, f.On("field", "value")))
	}
	fmt.Fprintln(&table, "\n# where a field has words of its own")
	for _, key := range slices.Sorted(maps.Keys(registrant.Dialect.Refusals)) {
		if strings.Contains(key, ":") {
			row(key, registrant.Dialect.Refusals[key])
		}
	}
	for i := range registrant.Dialect.Routes {
		r := &registrant.Dialect.Routes[i]
		for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
			row(r.Pattern+" "+key, r.Refusals[key])
		}
	}
	story.Golden(t, "testdata/faults.golden", table.String())
}

// Responses have all keys of the domains in the manual of 2018, with the same types.
// testdata/domain_2018.json has the type of each key, "" where the manual shows null.
func TestRowsHaveTheKeysOfTheManual(t *testing.T) {
	text, err := os.ReadFile("testdata/domain_2018.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	w := newSQLiteWorld(t)
	token := login(t, w, "192.0.2.1:1024")
	var ours map[string]any
	if err := json.Unmarshal([]byte(get(w, "/api/v1/registrant/domains/"+w.Vars["domain0"], token, "")), &ours); err != nil {
		t.Fatal(err)
	}
	types := map[string]string{"string": "string", "float64": "number", "bool": "bool", "map[string]interface {}": "object", "[]interface {}": "array"}
	for key, kind := range want {
		got, ok := ours[key]
		if !ok {
			t.Errorf("%s is missing", key)
		} else if is := types[fmt.Sprintf("%T", got)]; got != nil && kind != "" && is != kind {
			t.Errorf("%s is %s, want %s", key, is, kind)
		}
	}
}

// Every route has a summary and an example response, and the OpenAPI document can
// be generated.
func TestTheManualIsComplete(t *testing.T) {
	for i := range registrant.Dialect.Routes {
		if r := &registrant.Dialect.Routes[i]; r.Tag == "" || r.Summary == "" || r.Response == nil {
			t.Errorf("%s: %+v", r.Pattern, r.Doc)
		}
	}
	doc, err := registrant.Dialect.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Paths map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(doc, &d); err != nil || len(d.Paths) != 13 {
		t.Errorf("%d paths, %v", len(d.Paths), err)
	}
}

// A person can be logged in only from the address of a trusted portal.
func TestPortalsAreTrustedByTheirAddress(t *testing.T) {
	w := newSQLiteWorld(t)
	for from, want := range map[string]int{
		"192.0.2.1:1024": 200, "192.0.2.2:1024": 401, "[2001:db8::1]:1024": 401, "[::ffff:192.0.2.1]:1024": 200, "unix": 401,
	} {
		if got := loginByEID(w, w.Handler.ServeHTTP, from); got.Code != want {
			t.Errorf("from %s: %d %s", from, got.Code, got.Body)
		}
	}
	unconfigured := registrant.Dialect
	if got := loginByEID(w, rest.Handler(&unconfigured, w.Runner).ServeHTTP, "192.0.2.1:1024"); got.Code != 401 || got.Body.String() != `{"errors":[{"base":["Not authorized"]}]}` {
		t.Errorf("without trusted portals: %d %s", got.Code, got.Body)
	}
}

// The configuration sets the default edition.
func TestTheConfigurationChoosesTheEdition(t *testing.T) {
	w := newSQLiteWorld(t)
	d := registrant.Dialect
	d.Version, d.Trusted = string(registrant.Edition2026), []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}
	seed := w.Handler
	token := login(t, w, "192.0.2.1:1024")
	w.Handler = rest.Handler(&d, w.Runner)
	const path = "/api/v1/registrant/domains?limit=1"
	for _, c := range []struct {
		accept string
		head   bool
	}{{"", true}, {"application/json", true}, {"application/json; edition=2018", false}, {"text/html, application/json;edition=2026;q=0.9", true}, {"application/json; edition=1999", true}} {
		if got := get(w, path, token, c.accept); strings.HasPrefix(got, "{") != c.head {
			t.Errorf("Accept: %s: %.80s", c.accept, got)
		}
	}
	w.Handler = seed
	if got := get(w, path, token, ""); !strings.HasPrefix(got, "[") {
		t.Errorf("by default: %.80s", got)
	}
}

func TestCORS(t *testing.T) {
	w := newSQLiteWorld(t)
	req := httptest.NewRequest("OPTIONS", "/api/v1/registrant/domains/x/registry_lock", nil)
	req.Header.Set("Origin", "https://portal.example")
	got := httptest.NewRecorder()
	w.Handler.ServeHTTP(got, req)
	if h := got.Header(); got.Code != 200 || got.Body.Len() > 0 || h.Get("Access-Control-Allow-Origin") != "https://portal.example" ||
		h.Get("Access-Control-Max-Age") != "3600" || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "PATCH") {
		t.Errorf("%d %v", got.Code, h)
	}
	req = httptest.NewRequest("GET", "/api/v1/registrant/domains", nil)
	req.Header.Set("Origin", "https://portal.example")
	got = httptest.NewRecorder()
	w.Handler.ServeHTTP(got, req)
	if got.Code != 401 || got.Header().Get("Access-Control-Allow-Origin") != "https://portal.example" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
}

// world returns newFixture on SQLite.
func newSQLiteWorld(t *testing.T) *story.Fixture {
	t.Helper()
	st, err := sqlite.Open(t.TempDir()+"/registry.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return newWorld(t, st)
}
