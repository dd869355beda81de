package kifdom_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/kifdom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasARefusal prints the dialect's response to each fault of the
// registry, and the refusals of each route.
func TestEveryFaultHasARefusal(t *testing.T) {
	var table strings.Builder
	row := func(where string, r rest.Refusal) {
		fmt.Fprintf(&table, "%-34s %d  %s\n", where, r.Status, r.Text)
		if r.Text == "" || !slices.Contains([]int{400, 401, 429, 500}, r.Status) {
			t.Errorf("%s: %d %q", where, r.Status, r.Text)
		}
	}
	for _, f := range registry.Faults() {
		row(f.Reason, kifdom.Dialect.Refusal(nil, f.On("field", "string")))
	}
	fmt.Fprintln(&table, "\n# where a field has words of its own")
	for _, key := range slices.Sorted(maps.Keys(kifdom.Dialect.Refusals)) {
		if reason, field, ok := strings.Cut(key, ":"); ok {
			row(key, kifdom.Dialect.Refusal(nil, faultOf(t, reason).On(field, "integer")))
		}
	}
	for i := range kifdom.Dialect.Routes {
		r := &kifdom.Dialect.Routes[i]
		if len(r.Refusals) > 0 {
			fmt.Fprintf(&table, "\n# %s\n", r.Pattern)
		}
		for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
			reason, field, _ := strings.Cut(key, ":")
			row(key, kifdom.Dialect.Refusal(r, faultOf(t, reason).On(field, "")))
		}
	}
	story.Golden(t, "testdata/faults.golden", table.String())
}

func faultOf(t *testing.T, reason string) *registry.Fault {
	t.Helper()
	for _, f := range registry.Faults() {
		if f.Reason == reason {
			return f
		}
	}
	t.Fatalf("no fault has the reason %q", reason)
	return nil
}

// TestOpenAPIIsComplete checks that every route is described, with examples of
// request and response.
func TestOpenAPIIsComplete(t *testing.T) {
	for i := range kifdom.Dialect.Routes {
		r := &kifdom.Dialect.Routes[i]
		switch {
		case r.Summary == "", r.Description == "", r.Tag == "", r.Response == nil:
			t.Errorf("%s: summary, description, tag or response is missing", r.Pattern)
		case !strings.HasPrefix(r.Pattern, "GET ") && r.In.NumField() > 0 && r.Request == nil:
			t.Errorf("%s: no example of a request", r.Pattern)
		}
	}
	for name, write := range map[string]func(...rest.BaseURL) ([]byte, error){"3.1": kifdom.Dialect.OpenAPI, "3.0": kifdom.Dialect.OpenAPI30} {
		doc, err := write()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, want := range []string{
			`"The ` + "`renew`" + ` parameter should be an integer."`, `"Provided ` + "`value`" + ` is not accurate for this ` + "`type`" + ` of NS record."`,
			`"You already have preordered this domain name."`, `"Unauthenticated."`, `"Token not provided"`, `"credits-balance":1350`,
		} {
			if !strings.Contains(compact(t, doc), want) {
				t.Errorf("OpenAPI %s does not show %s", name, want)
			}
		}
	}
}

func compact(t *testing.T, doc []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	text, err := rest.EncodeJSON(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
