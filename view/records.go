package view

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Records are what a hosted zone has of its own.
type Records struct {
	list  []registry.Record // in the order of their numbers
	owner map[string][]registry.Record
}

func newRecords(zone name.Name, list []registry.Record) *Records {
	slices.SortFunc(list, func(a, b registry.Record) int { return int(a.ID - b.ID) })
	r := &Records{list: list, owner: map[string][]registry.Record{}}
	apex := wire(string(zone))
	for _, record := range list {
		key := wire(record.Owner())
		r.owner[key] = append(r.owner[key], record)
		for ; key != apex; key = key[1+key[0]:] { // empty non-terminals
			if _, ok := r.owner[key]; !ok {
				r.owner[key] = nil
			}
		}
	}
	return r
}

// At returns the records at a name in lower-case wire form, and whether there
// is such a name: it may be there for what is below it. A nil r has none.
func (r *Records) At(key []byte) ([]registry.Record, bool) {
	if r == nil {
		return nil, false
	}
	list, ok := r.owner[string(key)]
	return list, ok
}

// All returns every record, in the order of their numbers.
func (r *Records) All() []registry.Record {
	if r == nil {
		return nil
	}
	return r.list
}
