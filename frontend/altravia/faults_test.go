package altravia_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasARefusal prints the dialect's response to each fault of the
// registry, and the refusals of each route: status, number, text.
func TestEveryFaultHasARefusal(t *testing.T) {
	var table strings.Builder
	row := func(where string, r rest.Refusal) {
		fmt.Fprintf(&table, "%-34s %d/%d  %s\n", where, r.Status, r.Code, r.Text)
		if r.Text == "" || r.Code == 0 || r.Status < 400 || r.Status > 500 {
			t.Errorf("%s: %+v", where, r)
		}
	}
	for _, f := range registry.Faults() {
		row(f.Reason, altravia.Dialect.Refusal(nil, f.On("field", "value")))
	}
	for i := range altravia.Dialect.Routes {
		r := &altravia.Dialect.Routes[i]
		if len(r.Refusals) > 0 {
			fmt.Fprintf(&table, "\n# %s\n", r.Pattern)
		}
		for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
			row(key, r.Refusals[key])
		}
	}
	story.Golden(t, "testdata/faults.golden", table.String())
}
