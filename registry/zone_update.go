package registry

import (
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// A Need is what must hold before a zone is updated (RFC 2136 section 2.4).
type Need struct {
	Label  string   // relative to the zone, or whole with a final dot
	Type   string   // "": any type
	Absent bool     // there must be none
	Exact  []Record // if any: these, and no others of the type
}

// A RecordEdit is one change of a zone (RFC 2136 section 2.5). When it removes,
// Record.Type and Record.Value say how much: all at the label, all of the type
// there, or one record.
type RecordEdit struct {
	Record Record
	Remove bool
}

// UpdateZone returns what the edits make of a zone's records, if the needs are
// met: else ErrNeed, with a code of RFC 2136 section 2.2 as its Field. New
// records have IDs below zero. The zone's SOA and NS are not among its records.
func UpdateZone(zone name.Name, records []Record, needs []Need, edits []RecordEdit, now time.Time) ([]Record, error) {
	for _, n := range needs {
		if err := n.check(zone, records); err != nil {
			return records, err
		}
	}
	after := slices.Clone(records)
	for i, e := range edits {
		var err error
		if after, err = e.apply(zone, after, -1-int64(i), now); err != nil {
			return records, err
		}
	}
	return after, nil
}

func (n Need) check(zone name.Name, records []Record) error {
	label, err := OwnerLabel(n.Label, zone)
	if err != nil {
		return err
	}
	var there []Record
	for _, r := range records {
		if r.Label == label && (n.Type == "" || r.Type == n.Type) {
			there = append(there, r)
		}
	}
	some := len(there) > 0 || label == "@" && (n.Type == "" || n.Type == "SOA" || n.Type == "NS")
	switch {
	case n.Type == "" && n.Absent && some:
		return ErrNeed.On("YXDOMAIN", label)
	case n.Type == "" && !n.Absent && !some:
		return ErrNeed.On("NXDOMAIN", label)
	case n.Absent && some:
		return ErrNeed.On("YXRRSET", label)
	case !n.Absent && !some:
		return ErrNeed.On("NXRRSET", label)
	case len(n.Exact) == 0:
		return nil
	}
	var exact []Record
	for _, want := range n.Exact {
		want.Zone = zone
		if want, err = want.Normal(); errors.Is(err, ErrRecord) { // no zone here has such a one
			return ErrNeed.On("NXRRSET", label)
		} else if err != nil {
			return err
		}
		exact = append(exact, want)
	}
	if !covers(there, exact) || !covers(exact, there) {
		return ErrNeed.On("NXRRSET", label)
	}
	return nil
}

// covers reports whether each of b is one of a.
func covers(a, b []Record) bool {
	for _, r := range b {
		if !slices.ContainsFunc(a, r.Same) {
			return false
		}
	}
	return true
}

// apply returns the zone after one edit. What RFC 2136 section 3.4.2 passes
// over in silence changes nothing: a CNAME beside other records, and these
// beside it.
func (e RecordEdit) apply(zone name.Name, records []Record, id int64, now time.Time) ([]Record, error) {
	r := e.Record
	r.Zone = zone
	if e.Remove && (r.Type == "" || r.Value == "") {
		label, err := OwnerLabel(r.Label, zone)
		return slices.DeleteFunc(records, func(o Record) bool {
			return err == nil && o.Label == label && (r.Type == "" || o.Type == r.Type)
		}), err
	}
	r, err := r.Normal()
	if e.Remove && errors.Is(err, ErrRecord) { // no zone here has such a one
		return records, nil
	} else if err != nil {
		return records, err
	}
	if e.Remove {
		return slices.DeleteFunc(records, r.Same), nil
	}
	for i, o := range records { // an RRset has one TTL (RFC 2181 section 5.2)
		if o.Label == r.Label && o.Type == r.Type && o.TTL != r.TTL {
			records[i].TTL, records[i].Updated = r.TTL, now
		}
	}
	for i, o := range records {
		if r.Same(o) || r.Type == "CNAME" && o.Type == "CNAME" && o.Label == r.Label {
			if r.ID, r.Updated = o.ID, o.Updated; r != o {
				r.Updated = now
			}
			records[i] = r
			return records, nil
		}
	}
	if r.Type == "CNAME" && r.Label == "@" || slices.ContainsFunc(records, func(o Record) bool {
		return o.Label == r.Label && (o.Type == "CNAME" || r.Type == "CNAME")
	}) {
		return records, nil
	}
	r.ID, r.Updated = id, now
	return append(records, r), r.CheckBeside(records)
}
