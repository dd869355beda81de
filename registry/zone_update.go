package registry

import (
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// Prerequisite is a prerequisite of a zone update (RFC 2136 section 2.4).
type Prerequisite struct {
	Label  string   // relative to the zone, or fully qualified with a final dot
	Type   string   // "": any type
	Absent bool     // there must be no such record
	Exact  []Record // if not empty: the records of Type must be exactly these
}

// RecordEdit is one change of a zone (RFC 2136 section 2.5). With Remove, an empty
// Record.Type means every record at the label and an empty Record.Value every
// record of that type.
type RecordEdit struct {
	Record Record
	Remove bool
}

// UpdateZone returns records after the edits if all prerequisites hold, otherwise
// ErrPrerequisite with an RCODE of RFC 2136 section 2.2 in its Field. New records
// have negative IDs. The zone's SOA and NS are not among its records.
func UpdateZone(zone name.Name, records []Record, prereqs []Prerequisite, edits []RecordEdit, now time.Time) ([]Record, error) {
	for _, n := range prereqs {
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

// check returns ErrPrerequisite if n does not hold.
func (n Prerequisite) check(zone name.Name, records []Record) error {
	label, err := OwnerLabel(n.Label, zone)
	if err != nil {
		return err
	}
	found := selectRecords(records, label, n.Type)
	exists := len(found) > 0 || label == "@" && (n.Type == "" || n.Type == "SOA" || n.Type == "NS")
	switch {
	case n.Absent != exists:
	case n.Type == "" && exists:
		return ErrPrerequisite.On("YXDOMAIN", label)
	case n.Type == "":
		return ErrPrerequisite.On("NXDOMAIN", label)
	case exists:
		return ErrPrerequisite.On("YXRRSET", label)
	default:
		return ErrPrerequisite.On("NXRRSET", label)
	}
	if len(n.Exact) == 0 {
		return nil
	}
	same, err := n.isExactly(zone, found)
	if err == nil && !same {
		err = ErrPrerequisite.On("NXRRSET", label)
	}
	return err
}

// isExactly reports whether found are the records of n.Exact.
func (n Prerequisite) isExactly(zone name.Name, found []Record) (bool, error) {
	var exact []Record
	for _, want := range n.Exact {
		want.Zone = zone
		want, err := want.Normalize()
		if errors.Is(err, ErrRecord) { // no zone can contain it
			return false, nil
		} else if err != nil {
			return false, err
		}
		exact = append(exact, want)
	}
	return containsAll(found, exact) && containsAll(exact, found), nil
}

// selectRecords returns the records at a label of a type; "": of any type.
func selectRecords(records []Record, label, recordType string) (found []Record) {
	for _, r := range records {
		if r.Label == label && (recordType == "" || r.Type == recordType) {
			found = append(found, r)
		}
	}
	return found
}

// containsAll reports whether a contains every record of b.
func containsAll(a, b []Record) bool {
	for _, r := range b {
		if !slices.ContainsFunc(a, r.Same) {
			return false
		}
	}
	return true
}

// apply returns records after one edit; id is the ID of a new record.
func (e RecordEdit) apply(zone name.Name, records []Record, id int64, now time.Time) ([]Record, error) {
	r := e.Record
	r.Zone = zone
	if e.Remove && (r.Type == "" || r.Value == "") {
		label, err := OwnerLabel(r.Label, zone)
		return slices.DeleteFunc(records, func(o Record) bool {
			return err == nil && o.Label == label && (r.Type == "" || o.Type == r.Type)
		}), err
	}
	r, err := r.Normalize()
	switch {
	case e.Remove && errors.Is(err, ErrRecord): // no zone can contain it
		return records, nil
	case err != nil:
		return records, err
	case e.Remove:
		return slices.DeleteFunc(records, r.Same), nil
	}
	for i, o := range records { // an RRset has one TTL (RFC 2181 section 5.2)
		if o.Label == r.Label && o.Type == r.Type && o.TTL != r.TTL {
			records[i].TTL, records[i].Updated = r.TTL, now
		}
	}
	return addRecord(records, r, id, now)
}

// addRecord returns records with r, which replaces the same record and a CNAME of its
// label. Adding a CNAME beside other records, or other records beside a CNAME,
// changes nothing and is no fault (RFC 2136 section 3.4.2.2).
func addRecord(records []Record, r Record, id int64, now time.Time) ([]Record, error) {
	isCNAME := r.Type == "CNAME"
	for i, o := range records {
		if r.Same(o) || isCNAME && o.Type == "CNAME" && o.Label == r.Label {
			if r.ID, r.Updated = o.ID, o.Updated; r != o {
				r.Updated = now
			}
			records[i] = r
			return records, nil
		}
	}
	if isCNAME && r.Label == "@" || slices.ContainsFunc(records, func(o Record) bool {
		return o.Label == r.Label && (o.Type == "CNAME" || isCNAME)
	}) {
		return records, nil
	}
	r.ID, r.Updated = id, now
	return append(records, r), r.CheckConflicts(records)
}
