package registry_test

import (
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A domain in DeleteCandidate left the zone after it expired, or when it was deleted
// before that.
func TestScheduleOfDeleteCandidate(t *testing.T) {
	const day = 24 * time.Hour
	p := registry.Policy{Expired: 15 * day, Outzone: 30 * day}
	ends := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	for title, row := range map[string]struct{ since, left time.Time }{
		"run out":  {ends.Add(45 * day), ends.Add(15 * day)},
		"given up": {ends.Add(-100 * day), ends.Add(-100 * day)},
	} {
		d := registry.Domain{Phase: registry.DeleteCandidate, Expires: ends, PhaseStart: row.since}
		if left, gone := d.Schedule(p); !left.Equal(row.left) || !gone.Equal(row.since) {
			t.Errorf("%s: outzone %v, released %v", title, left, gone)
		}
	}
}
