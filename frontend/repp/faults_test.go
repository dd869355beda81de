package repp_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasARefusal compares status, code and message of every fault, and
// of the routes that override them, with a golden file.
func TestEveryFaultHasARefusal(t *testing.T) {
	var table strings.Builder
	row := func(where string, r rest.Refusal) {
		fmt.Fprintf(&table, "%-30s %d %d  %s\n", where, r.Status, r.Code, r.Text)
		if r.Text == "" || r.Code < 2000 || r.Code > 2502 || r.Status < 400 || r.Status > 500 {
			t.Errorf("%s: %+v", where, r)
		}
	}
	for _, f := range registry.Faults() {
		row(f.Reason, repp.Dialect.Refusal(nil, f.On("field", "value")))
	}
	for _, key := range slices.Sorted(maps.Keys(repp.Dialect.Refusals)) {
		if strings.Contains(key, ":") {
			row(key, repp.Dialect.Refusals[key])
		}
	}
	for i := range repp.Dialect.Routes {
		r := &repp.Dialect.Routes[i]
		if len(r.Refusals) > 0 {
			fmt.Fprintf(&table, "\n# %s\n", r.Pattern)
		}
		for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
			row(key, r.Refusals[key])
		}
	}
	story.Golden(t, "testdata/faults.golden", table.String())
}

func TestTheManualCanBeWritten(t *testing.T) {
	for what, write := range map[string]func(...rest.BaseURL) ([]byte, error){
		"OpenAPI 3.1": repp.Dialect.OpenAPI, "OpenAPI 3.0": repp.Dialect.OpenAPI30,
	} {
		if doc, err := write(); err != nil || len(doc) < 10_000 {
			t.Errorf("%s: %d bytes, %v", what, len(doc), err)
		}
	}
	for i := range repp.Dialect.Routes {
		r := &repp.Dialect.Routes[i]
		if r.Summary == "" || r.Tag == "" {
			t.Errorf("%s has no summary or tag", r.Pattern)
		}
		if domain := strings.Contains(r.Pattern, " /domains") || strings.Contains(r.Pattern, " /contacts"); domain && r.Security != string(registry.RoleEPP) {
			t.Errorf("%s is open to users without the role epp", r.Pattern)
		}
	}
}
