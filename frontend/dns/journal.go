package dns

import (
	"slices"
	"sync"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A journal keeps the recent changes of zones for incremental transfers (RFC
// 1995). It is in memory and empty at the start of the process; a client whose
// serial is older than the journal gets the whole zone.
type journal struct {
	mu     sync.Mutex
	zones  map[name.Name][]entry // each begins at the serial where the one before ends
	order  []entryRef            // of all zones, oldest first; some may be evicted already
	steps  int                   // number of entries in zones
	octets int                   // their approximate size in memory
	number uint64                // of the newest entry
}

// An entry is one change of a zone, with its number in the journal.
type entry struct {
	zone.Diff
	number uint64
}

// An entryRef refers to an entry.
type entryRef struct {
	zone   name.Name
	number uint64
}

// journalSize bounds the size of a journal, in octets.
const journalSize = 100 << 20

// add appends a change, unless it creates or deletes the zone.
func (j *journal) add(s zone.Diff) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.zones == nil {
		j.zones = map[name.Name][]entry{}
	}
	if list := j.zones[s.Zone]; len(list) > 0 && list[len(list)-1].To != s.From { // the zone was absent in between
		j.evict(s.Zone, len(list))
	}
	if s.From == 0 || s.To == 0 || s.From == s.To {
		return
	}
	j.number++
	j.zones[s.Zone] = append(j.zones[s.Zone], entry{s, j.number})
	j.order = append(j.order, entryRef{s.Zone, j.number})
	j.steps, j.octets = j.steps+1, j.octets+memorySize(s)
	for j.octets > journalSize {
		oldest := j.order[0]
		if j.order = j.order[1:]; j.has(oldest) {
			j.evict(oldest.zone, 1)
		}
	}
	if len(j.order) > 2*j.steps+1000 {
		j.order = slices.DeleteFunc(j.order, func(w entryRef) bool { return !j.has(w) })
	}
}

// has reports whether an entry is still kept: a zone's oldest entries are evicted
// first.
func (j *journal) has(w entryRef) bool {
	list := j.zones[w.zone]
	return len(list) > 0 && list[0].number <= w.number
}

// evict drops the n oldest entries of a zone.
func (j *journal) evict(zone name.Name, n int) {
	for _, s := range j.zones[zone][:n] {
		j.steps, j.octets = j.steps-1, j.octets-memorySize(s.Diff)
	}
	if j.zones[zone] = j.zones[zone][n:]; len(j.zones[zone]) == 0 {
		delete(j.zones, zone)
	}
}

// memorySize estimates the memory that a change takes, in octets.
func memorySize(s zone.Diff) int {
	const step, record = 200, 80
	n := step
	for _, list := range [][]zone.RR{s.Removed, s.Added} {
		for _, rr := range list {
			n += record + len(rr.Owner) + len(rr.Data)
		}
	}
	return n
}

// recordCount returns the number of records in a change, plus one.
func recordCount(s zone.Diff) int { return 1 + len(s.Removed) + len(s.Added) }

// since returns the changes from a serial to the newest one; false if the journal
// does not reach back that far.
func (j *journal) since(origin name.Name, serial uint32) ([]zone.Diff, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := j.zones[origin]
	i := slices.IndexFunc(list, func(s entry) bool { return s.From == serial })
	if i < 0 {
		return nil, false
	}
	steps := make([]zone.Diff, 0, len(list)-i)
	for _, s := range list[i:] {
		steps = append(steps, s.Diff)
	}
	return steps, true
}
