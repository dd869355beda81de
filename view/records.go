package view

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Records are what a hosted zone has of its own.
type Records struct {
	list  []registry.Record // in the order of their numbers
	shown []registry.Record // with one TTL for each RRset
	owner map[string][]registry.Record
}

func newRecords(zone name.Name, list []registry.Record) *Records {
	slices.SortFunc(list, func(a, b registry.Record) int { return int(a.ID - b.ID) })
	r := &Records{list: list, owner: map[string][]registry.Record{}}
	apex := wire(string(zone))
	r.shown = oneTTL(list)
	for _, record := range r.shown {
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

// oneTTL returns list with the least TTL of each RRset for all of it (RFC 2181
// section 5.2): a storefront's customers give each record its own.
func oneTTL(list []registry.Record) []registry.Record {
	type rrset struct{ label, kind string }
	least := make(map[rrset]int, len(list))
	uneven := false
	for _, r := range list {
		set := rrset{r.Label, r.Type}
		ttl, more := least[set]
		uneven = uneven || more && ttl != r.TTL
		if !more || r.TTL < ttl {
			least[set] = r.TTL
		}
	}
	if !uneven {
		return list
	}
	list = slices.Clone(list)
	for i, r := range list {
		list[i].TTL = least[rrset{r.Label, r.Type}]
	}
	return list
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
	return r.shown
}
