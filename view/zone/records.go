package zone

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Records holds the records of a hosted zone. It is immutable.
type Records struct {
	apex    string                       // name of the zone in wire form
	list    []registry.Record            // in the order of their IDs
	unified []registry.Record            // list with one TTL for each RRset
	byOwner map[string][]registry.Record // by owner name in wire form; empty for empty non-terminals
	cuts    bool                         // whether a name below the apex has NS records
}

func newRecords(zone name.Name, list []registry.Record) *Records {
	slices.SortFunc(list, func(a, b registry.Record) int { return int(a.ID - b.ID) })
	apex := toWire(string(zone))
	r := &Records{apex: apex, list: list, byOwner: map[string][]registry.Record{}}
	r.unified = unifyTTLs(list)
	for _, record := range r.unified {
		key := toWire(record.Owner())
		r.cuts = r.cuts || record.Type == "NS"
		r.byOwner[key] = append(r.byOwner[key], record)
		for ; key != apex; key = key[1+key[0]:] { // empty non-terminals
			if _, ok := r.byOwner[key]; !ok {
				r.byOwner[key] = nil
			}
		}
	}
	return r
}

// unifyTTLs returns list with the lowest TTL of each RRset in all its records
// (RFC 2181 section 5.2): storefronts' customers set one for each record.
func unifyTTLs(list []registry.Record) []registry.Record {
	type rrset struct{ label, kind string }
	least := make(map[rrset]int, len(list))
	differ := false
	for _, r := range list {
		set := rrset{r.Label, r.Type}
		ttl, seen := least[set]
		differ = differ || seen && ttl != r.TTL
		if !seen || r.TTL < ttl {
			least[set] = r.TTL
		}
	}
	if !differ {
		return list
	}
	list = slices.Clone(list)
	for i, r := range list {
		list[i].TTL = least[rrset{r.Label, r.Type}]
	}
	return list
}

// AtOwner returns the records at a name in lower-case wire form, and whether the
// name exists: an empty non-terminal exists without records. A nil r has none.
func (r *Records) AtOwner(key []byte) ([]registry.Record, bool) {
	if r == nil {
		return nil, false
	}
	list, ok := r.byOwner[string(key)]
	return list, ok
}

// Cut returns the highest name below the apex, at or above a name in lower-case wire
// form, that has NS records; nil: there is none, and the zone is authoritative for it.
func (r *Records) Cut(key []byte) (cut []byte) {
	if r == nil || !r.cuts {
		return nil
	}
	for ; len(key) > len(r.apex); key = key[1+key[0]:] {
		if slices.ContainsFunc(r.byOwner[string(key)], func(o registry.Record) bool { return o.Type == "NS" }) {
			cut = key
		}
	}
	return cut
}

// All returns every record, in the order of their IDs.
func (r *Records) All() []registry.Record {
	if r == nil {
		return nil
	}
	return r.unified
}
