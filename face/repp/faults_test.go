package repp_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/face/repp"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasWords prints what this dialect says to each fault of the
// registry, and on which routes it says something else: status, code, message.
func TestEveryFaultHasWords(t *testing.T) {
	var table strings.Builder
	row := func(where string, no rest.Refusal) {
		fmt.Fprintf(&table, "%-30s %d %d  %s\n", where, no.Status, no.Code, no.Text)
		if no.Text == "" || no.Code < 2000 || no.Code > 2502 || no.Status < 400 || no.Status > 500 {
			t.Errorf("%s: %+v", where, no)
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
	for what, write := range map[string]func(...rest.Address) ([]byte, error){
		"OpenAPI 3.1": repp.Dialect.OpenAPI, "OpenAPI 3.0": repp.Dialect.OpenAPI30,
	} {
		if doc, err := write(); err != nil || len(doc) < 10_000 {
			t.Errorf("%s: %d bytes, %v", what, len(doc), err)
		}
	}
	for i := range repp.Dialect.Routes {
		r := &repp.Dialect.Routes[i]
		if r.Summary == "" || r.Tag == "" {
			t.Errorf("%s says nothing of itself", r.Pattern)
		}
		if domain := strings.Contains(r.Pattern, " /domains") || strings.Contains(r.Pattern, " /contacts"); domain && r.Security != string(registry.RoleEPP) {
			t.Errorf("%s is open to users without the role epp", r.Pattern)
		}
	}
}
