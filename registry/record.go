package registry

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
)

// Limits of a hosted zone, beside rdata.MaxSize.
const (
	MaxRecords  = 1000    // records of a zone
	MaxZoneSize = 1 << 20 // characters of all data of a zone, in which an octet takes up to four
)

// Normalize returns r in normal form, in which records are stored and compared: the
// owner in lower-case A-label form, Data as package rdata writes it. Its faults are
// ErrRecord, ErrRange, ErrNameSyntax and, for a CNAME at the apex, ErrCNAMEConflict.
func (r Record) Normalize() (Record, error) {
	r.Type = strings.ToUpper(r.Type)
	if !rdata.Supported(r.Type) {
		return r, ErrRecord.On("type", Truncate(r.Type))
	}
	if err := r.normalizeOwner(); err != nil {
		return r, err
	}
	return r, r.normalizeData()
}

// normalizeOwner sets Label in normal form and checks TTL.
func (r *Record) normalizeOwner() (err error) {
	if r.Label, err = OwnerLabel(r.Label, r.Zone); err != nil {
		return err
	}
	if r.TTL < 0 || r.TTL > 1<<31-1 { // RFC 2181 section 8
		return ErrRange.On("ttl", strconv.Itoa(r.TTL))
	}
	return nil
}

// normalizeData sets Data in canonical form; ErrRecord if it does not match the type.
func (r *Record) normalizeData() error {
	data, err := rdata.Canonical(r.Type, r.Data)
	if err == nil {
		err = rdata.Check(r.Type, data)
	}
	if err != nil || r.Type == "CNAME" && data == r.Owner()+"." {
		return ErrRecord.On("value", Truncate(r.Data))
	}
	r.Data = data
	return r.checkOwner()
}

// checkOwner returns the fault of a record whose type cannot be at its owner: the apex
// has the storefront's SOA and NS, its DS is the parent's, and a delegation is of one
// name (RFC 4592 section 4.2).
func (r *Record) checkOwner() error {
	wildcard := r.Label == "*" || strings.HasPrefix(r.Label, "*.")
	switch {
	case r.Type == "CNAME" && r.Label == "@":
		return ErrCNAMEConflict.On("name", "@")
	case (r.Type == "NS" || r.Type == "DS") && (wildcard || r.Label == "@"):
		return ErrRecord.On("type", r.Type)
	}
	return nil
}

// Same reports whether r and o, in normal form, are the same DNS record: equal
// except for ID, TTL and Updated.
func (r Record) Same(o Record) bool {
	return r.Zone == o.Zone && r.Label == o.Label && r.Type == o.Type && r.Data == o.Data
}

// CheckConflicts returns the fault of adding r, in normal form, to the records of
// zone: ErrCNAMEConflict, ErrRecordTaken, and those of CheckRecords. A record with r's
// ID is ignored, since r replaces it.
func (r Record) CheckConflicts(zone []Record) error {
	others := slices.DeleteFunc(slices.Clone(zone), func(o Record) bool { return o.ID == r.ID })
	if slices.ContainsFunc(others, func(o Record) bool { return o.Label == r.Label && o.Type == r.Type && o.Data == r.Data }) {
		return ErrRecordTaken.On("value", Truncate(r.Data))
	}
	if err := r.besideCNAME(others); err != nil {
		return err
	}
	return CheckRecords(append(others, r), []string{r.Label})
}

// besideCNAME returns ErrCNAMEConflict if r or a record of zone at its name is a CNAME
// (RFC 1034 section 3.6.2).
func (r Record) besideCNAME(zone []Record) error {
	if slices.ContainsFunc(zone, func(o Record) bool { return o.Label == r.Label && (o.Type == "CNAME" || r.Type == "CNAME") }) {
		return ErrCNAMEConflict.On("name", r.Label)
	}
	return nil
}

// ValueTypes are the types of records that storefronts' customers enter as a RecordValue.
var ValueTypes = []string{"A", "AAAA", "CNAME", "MX", "TXT"}

// RecordValue is a record as storefronts' customers enter and see it: names without a
// final dot and possibly in Unicode, the preference of an MX apart, TXT as plain text or
// as quoted character-strings (rdata.FromPlain).
type RecordValue struct {
	Type     string // one of ValueTypes
	Label    string
	Value    string
	Priority int // of an MX, otherwise ignored
	TTL      int // seconds
}

// Record returns the record of zone that v stands for, in normal form. Its faults are
// those of Normalize.
func (v RecordValue) Record(zone name.Name) (Record, error) {
	r := Record{Zone: zone, Label: v.Label, Type: strings.ToUpper(v.Type), TTL: v.TTL}
	if !slices.Contains(ValueTypes, r.Type) {
		return r, ErrRecord.On("type", Truncate(r.Type))
	}
	if err := r.normalizeOwner(); err != nil {
		return r, err
	}
	if r.Type == "MX" && (v.Priority < 0 || v.Priority > 65535) {
		return r, ErrRange.On("priority", strconv.Itoa(v.Priority))
	}
	data, ok := v.data(r.Type)
	if !ok {
		return r, ErrRecord.On("value", Truncate(v.Value))
	}
	r.Data = data
	return r, r.normalizeData()
}

// data returns the data of a record of a type; false if Value is not of that type.
func (v RecordValue) data(recordType string) (string, bool) {
	target := v.Value
	switch recordType {
	case "TXT":
		return rdata.FromPlain(v.Value)
	case "A", "AAAA":
		a, err := netip.ParseAddr(v.Value)
		return a.String(), err == nil && a.Zone() == "" && !a.Is4In6()
	case "CNAME", "MX":
		if recordType == "CNAME" || target != "." { // no mail here (RFC 7505)
			n, err := parseTarget(target)
			if err != nil {
				return "", false
			}
			target = n + "."
		}
	}
	if recordType == "MX" {
		target = strconv.Itoa(v.Priority) + " " + target
	}
	return target, true
}

// Value returns r as storefronts' customers see it; false if its type is not one of
// ValueTypes.
func (r Record) Value() (v RecordValue, ok bool) {
	v = RecordValue{Type: r.Type, Label: r.Label, Value: r.Data, TTL: r.TTL}
	switch r.Type {
	case "TXT":
		v.Value = rdata.ToPlain(r.Data)
	case "CNAME":
		v.Value = strings.TrimSuffix(r.Data, ".")
	case "MX":
		preference, target, _ := strings.Cut(r.Data, " ")
		v.Priority, _ = strconv.Atoi(preference)
		if v.Value = target; target != "." {
			v.Value = strings.TrimSuffix(target, ".")
		}
	}
	return v, slices.Contains(ValueTypes, r.Type)
}

// upgrade makes Data of what stood in two fields until document version 2: the
// preference of an MX, and names without a final dot, addresses, or the text of a TXT.
func (r *Record) upgrade(doc []byte, version int) error {
	if version >= 3 {
		return nil
	}
	var old struct {
		Value    string `json:"value"`
		Priority int    `json:"priority"`
	}
	if err := json.Unmarshal(doc, &old); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	switch r.Data = old.Value; r.Type {
	case "TXT":
		r.Data = rdata.Split(old.Value)
	case "CNAME":
		r.Data += "."
	case "MX":
		r.Data = strconv.Itoa(old.Priority) + " " + strings.TrimSuffix(old.Value, ".") + "."
	}
	return nil
}

// Owner returns the fully qualified owner name of r in A-label form, without the
// final dot; a wildcard begins with "*.".
func (r Record) Owner() string {
	if r.Label == "@" {
		return string(r.Zone)
	}
	return r.Label + "." + string(r.Zone)
}

// OwnerLabel returns an owner name relative to zone in normal form. "@", "" and
// the zone's name give "@", the apex. The zone's name at the end is removed; a
// label with a final dot must end with it. Its fault is ErrNameSyntax.
func OwnerLabel(label string, zone name.Name) (string, error) {
	bad := ErrNameSyntax.On("name", Truncate(label))
	if label == "" || label == "@" {
		return "@", nil
	}
	owner, err := parseTarget(label)
	if err != nil {
		return "", bad
	}
	switch relative, inside := strings.CutSuffix(owner, "."+string(zone)); {
	case owner == string(zone):
		return "@", nil
	case inside:
		return relative, nil
	case strings.HasSuffix(label, "."):
		return "", bad
	}
	if _, err := parseTarget(owner + "." + string(zone)); err != nil {
		return "", bad
	}
	return owner, nil
}

// parseTarget returns the A-label form of an owner or target of a record.
func parseTarget(s string) (string, error) {
	n, err := name.ParseReference(s)
	return string(n), err
}
