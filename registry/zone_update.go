package registry

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
)

// ZoneUpdate is an UPDATE of a hosted zone (RFC 2136). Data of its records is in
// canonical form.
type ZoneUpdate struct {
	Prerequisites []Prerequisite
	Edits         []RecordEdit
	Served        ServedZone
}

// ServedZone is what the registry itself adds to a hosted zone, of which prerequisites
// can tell as of the zone's records.
type ServedZone struct {
	Added  []Record // SOA, NS, and the addresses of name servers and of the URL forwarder
	Stored []Record // the zone's records when it had this SOA
}

// Prerequisite is a prerequisite of a zone update (RFC 2136 section 2.4).
type Prerequisite struct {
	Label  string   // relative to the zone, or fully qualified with a final dot
	Type   string   // "": any type
	Absent bool     // there must be no such record
	Exact  []Record // if not empty: the records of Type must be exactly these
}

// RecordEdit is one change of a zone (RFC 2136 section 2.5). With Remove, an empty
// Record.Type means every record at the label and an empty Record.Data every record
// of that type.
type RecordEdit struct {
	Record Record
	Remove bool
}

// Apply returns records after the edits if all prerequisites hold, otherwise
// ErrPrerequisite with the RCODE of RFC 2136 section 2.2 in its Field. New records have
// negative IDs. The SOA and NS at the apex are not among the records: edits of them
// change nothing, since clients send them along with what they want to change.
func (u ZoneUpdate) Apply(zone name.Name, records []Record, now time.Time) ([]Record, error) {
	for _, exact := range []bool{false, true} { // what RRsets contain is compared last (RFC 2136 section 3.2.5)
		for _, n := range u.Prerequisites {
			if exact != (len(n.Exact) > 0) {
				continue
			}
			if err := n.check(zone, records, u.Served); err != nil {
				return records, err
			}
		}
	}
	after := slices.Clone(records)
	var labels []string
	for i, e := range u.Edits {
		var label string
		var err error
		if after, label, err = e.apply(zone, after, -1-int64(i), now); err != nil {
			return records, err
		}
		labels = append(labels, label)
	}
	after = removeOrphanDS(after, records)
	err := CheckRecords(after, labels)
	if errors.Is(err, ErrRecordCount) && len(after) <= len(records) { // an older zone may be larger; it may shrink
		err = nil
	}
	if err != nil {
		return records, err
	}
	return after, nil
}

// check returns ErrPrerequisite if n does not hold.
func (n Prerequisite) check(zone name.Name, records []Record, served ServedZone) error {
	label, err := OwnerLabel(n.Label, zone)
	if err != nil {
		return err
	}
	found := selectRecords(records, label, n.Type)
	for _, r := range served.Added {
		if r.Label == label && (n.Type == "" || r.Type == n.Type) {
			found = append(found, r)
		}
	}
	exists := len(found) > 0
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
	switch {
	case len(n.Exact) == 0:
		return nil
	case n.Type == "SOA" && !slices.EqualFunc(served.Stored, records, sameRow): // the serial is an older one
		return ErrPrerequisite.On("SERVFAIL", label)
	case !containsAll(found, n.Exact) || !containsAll(n.Exact, found):
		return ErrPrerequisite.On("NXRRSET", label)
	}
	return nil
}

// sameRow reports whether a and b are the same row.
func sameRow(a, b Record) bool { return a.ID == b.ID && a.TTL == b.TTL && a.Same(b) }

// selectRecords returns the records at a label of a type; "": of any type.
func selectRecords(records []Record, label, recordType string) (found []Record) {
	for _, r := range records {
		if r.Label == label && (recordType == "" || r.Type == recordType) {
			found = append(found, r)
		}
	}
	return found
}

// containsAll reports whether the RRset a has the data of every record of b.
func containsAll(a, b []Record) bool {
	for _, r := range b {
		if !slices.ContainsFunc(a, func(o Record) bool { return o.Type == r.Type && o.Data == r.Data }) {
			return false
		}
	}
	return true
}

// apply returns records after one edit, and the label that it is about; id is the ID of a
// new record.
func (e RecordEdit) apply(zone name.Name, records []Record, id int64, now time.Time) ([]Record, string, error) {
	r := e.Record
	r.Zone = zone
	label, err := OwnerLabel(r.Label, zone)
	switch {
	case err != nil:
		return records, "", err
	case label == "@" && (r.Type == "SOA" || r.Type == "NS"):
		return records, label, nil
	case e.Remove:
		return slices.DeleteFunc(records, func(o Record) bool {
			return o.Label == label && (r.Type == "" || o.Type == r.Type) && (r.Data == "" || o.Data == r.Data)
		}), label, nil
	}
	if r, err = r.Normalize(); err != nil && !errors.Is(err, ErrCNAMEConflict) {
		return records, label, err
	}
	for i, o := range records { // an RRset has one TTL (RFC 2181 section 5.2)
		if o.Label == r.Label && o.Type == r.Type && o.TTL != r.TTL {
			records[i].TTL, records[i].Updated = r.TTL, now
		}
	}
	return addRecord(records, r, id, now), label, nil
}

// addRecord returns records with r, which replaces the same record and a CNAME of its
// label. Adding a CNAME beside other records, or other records beside a CNAME,
// changes nothing and is no fault (RFC 2136 section 3.4.2.2).
func addRecord(records []Record, r Record, id int64, now time.Time) []Record {
	isCNAME := r.Type == "CNAME"
	for i, o := range records {
		if r.Same(o) || isCNAME && o.Type == "CNAME" && o.Label == r.Label {
			if r.ID, r.Updated = o.ID, o.Updated; r != o {
				r.Updated = now
			}
			records[i] = r
			return records
		}
	}
	if isCNAME && r.Label == "@" || slices.ContainsFunc(records, func(o Record) bool {
		return o.Label == r.Label && (o.Type == "CNAME" || isCNAME)
	}) {
		return records
	}
	r.ID, r.Updated = id, now
	return append(records, r)
}

// removeOrphanDS returns after without the DS records of before whose NS the update has
// removed.
func removeOrphanDS(after, before []Record) []Record {
	delegated := map[string]bool{}
	for _, r := range after {
		delegated[r.Label] = delegated[r.Label] || r.Type == "NS"
	}
	return slices.DeleteFunc(after, func(r Record) bool {
		return r.Type == "DS" && !delegated[r.Label] && slices.ContainsFunc(before, r.Same)
	})
}

// ParseZone returns the records of a hosted zone from a zone file, in normal form and
// without duplicates, and the number of the SOA and NS at the apex, which are not among
// them. Its faults have the line in Field ("line 7"), but for ErrRecordCount.
func ParseZone(zone name.Name, text string) (records []Record, apex int, err error) {
	const most = 2 * MaxRecords // with duplicates
	file, err := rdata.ParseFile(text, string(zone), most)
	var at *rdata.FileError
	switch {
	case errors.Is(err, rdata.ErrTooMany):
		return nil, 0, ErrRecordCount.On("zone", string(zone))
	case errors.As(err, &at):
		return nil, 0, ErrRecord.On(line(at.Line), Truncate(at.Err.Error()))
	}
	var labels []string
	for _, f := range file {
		r := Record{Zone: zone, Label: f.Owner, Type: f.Type, TTL: int(f.TTL), Data: f.Data}
		label, labelErr := OwnerLabel(f.Owner, zone)
		if labelErr == nil && label == "@" && (f.Type == "SOA" || f.Type == "NS") {
			apex++
			continue
		}
		r, err := r.Normalize()
		if err == nil && slices.ContainsFunc(records, r.Same) {
			continue
		}
		if err == nil {
			err = r.besideCNAME(records)
		}
		var fault *Fault
		if errors.As(err, &fault) {
			return nil, 0, fault.On(line(f.Line), Truncate(f.Owner+" "+f.Type+" "+f.Data))
		}
		records, labels = append(records, r), append(labels, r.Label)
	}
	return records, apex, CheckRecords(records, labels)
}

func line(n int) string { return "line " + strconv.Itoa(n) }

// CheckRecords returns the fault of a zone with these records, of which those at labels
// have changed: ErrRecordCount for a zone or RRset that is too large, ErrRecord for a
// null MX beside another MX (RFC 7505 section 3) and for a DS without NS (RFC 4035
// section 2.4).
func CheckRecords(records []Record, labels []string) error {
	type rrset struct{ label, kind string }
	octets := 0
	sizes, counts, nullMX := map[rrset]int{}, map[rrset]int{}, map[rrset]bool{}
	for _, r := range records {
		octets += len(r.Data)
		if !slices.Contains(labels, r.Label) {
			continue
		}
		set := rrset{r.Label, r.Type}
		sizes[set] += rdata.Size(r.Type, r.Data) + 12 // name, type, class, TTL and length
		counts[set]++
		nullMX[set] = nullMX[set] || r.Type == "MX" && strings.HasSuffix(r.Data, " .")
	}
	if len(records) > MaxRecords || octets > MaxZoneSize {
		return ErrRecordCount.On("zone", "")
	}
	for set, n := range counts {
		switch {
		case sizes[set] > rdata.MaxSize+12:
			return ErrRecordCount.On("name", set.label)
		case nullMX[set] && n > 1:
			return ErrRecord.On("value", ".")
		case set.kind == "DS" && counts[rrset{set.label, "NS"}] == 0:
			return ErrRecord.On("type", "DS")
		}
	}
	return nil
}
