package dns

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// TestTheJournalIsBounded adds large changes of one zone, changes of many zones, and of
// one zone that is created and deleted repeatedly.
func TestTheJournalIsBounded(t *testing.T) {
	for what, step := range map[string]func(i uint32) []zone.Diff{
		"long texts": func(i uint32) []zone.Diff {
			text := strings.Repeat("x", 60_000)
			return []zone.Diff{{Zone: "a.fr", From: i, To: i + 1, Added: []zone.RR{{Owner: "a.fr", Type: "TXT", Data: text}}}}
		},
		"many zones": func(i uint32) []zone.Diff {
			return []zone.Diff{{Zone: name.Name(fmt.Sprintf("a-%d.fr", i%5000)), From: 1 + i/5000, To: 2 + i/5000, Added: make([]zone.RR, 100)}}
		},
		"a zone that comes and goes": func(i uint32) []zone.Diff {
			return []zone.Diff{{Zone: "a.fr", To: 3 * i}, {Zone: "a.fr", From: 3 * i, To: 3*i + 1}, {Zone: "a.fr", From: 3*i + 1}}
		},
	} {
		var j journal
		for i := uint32(1); i <= 20_000; i++ {
			for _, s := range step(i) {
				j.add(s)
			}
		}
		steps, sum := 0, 0
		for zone, list := range j.zones {
			steps += len(list)
			for i, s := range list {
				if sum += memorySize(s.Diff); i > 0 && list[i-1].To != s.From {
					t.Fatalf("%s: %s goes from %d to %d", what, zone, list[i-1].To, s.From)
				}
			}
		}
		if steps != j.steps || sum != j.octets || sum > journalSize || len(j.order) > 2*steps+1000 {
			t.Errorf("%s: %d steps of %d octets, %d in order; it says %d, %d", what, steps, sum, len(j.order), j.steps, j.octets)
		}
		if what != "a zone that comes and goes" && sum < journalSize/2 {
			t.Errorf("%s: only %d octets are kept", what, sum)
		}
	}
}
