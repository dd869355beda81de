package dns

import (
	"sync"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A journal remembers what happened to zones, so that who has an older copy
// needs to be told only that (RFC 1995). It begins anew with the process: who
// asks for more than it has gets the whole zone.
type journal struct {
	mu    sync.Mutex
	zones map[name.Name][]view.Step // each from where the one before ends
	order []name.Name               // of the steps of all zones, oldest first
	size  int                       // records in them
}

// journalSize bounds a journal, in records: some 100 MB.
const journalSize = 500_000

func (j *journal) add(s view.Step) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.zones == nil {
		j.zones = map[name.Name][]view.Step{}
	}
	steps := j.zones[s.Zone]
	if n := len(steps); n > 0 && steps[n-1].To != s.From { // it was gone meanwhile
		j.forget(s.Zone, n)
		steps = nil
	}
	if s.From == 0 || s.To == 0 || s.From == s.To {
		return
	}
	j.zones[s.Zone] = append(steps, s)
	j.order = append(j.order, s.Zone)
	for j.size += weight(s); j.size > journalSize && len(j.order) > 0; {
		oldest := j.order[0]
		j.order = j.order[1:]
		if len(j.zones[oldest]) > 0 {
			j.forget(oldest, 1)
		}
	}
}

// forget drops the n oldest steps of a zone.
func (j *journal) forget(zone name.Name, n int) {
	for _, s := range j.zones[zone][:n] {
		j.size -= weight(s)
	}
	if j.zones[zone] = j.zones[zone][n:]; len(j.zones[zone]) == 0 {
		delete(j.zones, zone)
	}
}

// weight counts a step's records, and the step itself.
func weight(s view.Step) int { return 1 + len(s.Removed) + len(s.Added) }

// since returns the steps that lead from a serial to the newest; false when it
// does not go back that far.
func (j *journal) since(zone name.Name, serial uint32) ([]view.Step, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, s := range j.zones[zone] {
		if s.From == serial {
			return j.zones[zone][i:len(j.zones[zone]):len(j.zones[zone])], true
		}
	}
	return nil, false
}
