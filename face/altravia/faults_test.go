package altravia_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/face/altravia"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryFaultHasWords prints what this dialect says to each fault of the
// registry on each route: status, number, sentence.
func TestEveryFaultHasWords(t *testing.T) {
	var table strings.Builder
	row := func(where string, no rest.Refusal) {
		fmt.Fprintf(&table, "%-34s %d/%d  %s\n", where, no.Status, no.Code, no.Text)
		if no.Text == "" || no.Code == 0 || no.Status < 400 || no.Status > 500 {
			t.Errorf("%s: %+v", where, no)
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
