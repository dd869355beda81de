package registry

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
)

// RecordTypes are the record types of a hosted zone. Its SOA and NS records are
// the storefront's and are not stored.
var RecordTypes = []string{"A", "AAAA", "CNAME", "MX", "TXT"}

// Limits of a hosted zone. A TXT record of MaxTextSize still fits a DNS message
// with its length octets.
const (
	MaxRecords  = 1000      // records of a zone
	MaxTextSize = 64_000    // octets of a TXT record
	MaxZoneSize = 256 << 10 // octets of all values of a zone
)

// Normalize returns r in normal form, in which records are stored and compared:
// names in lower-case A-label form, addresses as in RFC 5952. Its faults are
// ErrRecord, ErrRange and ErrNameSyntax.
func (r Record) Normalize() (Record, error) {
	r.Type = strings.ToUpper(r.Type)
	if !slices.Contains(RecordTypes, r.Type) {
		return r, ErrRecord.On("type", Truncate(r.Type))
	}
	label, err := OwnerLabel(r.Label, r.Zone)
	if err != nil {
		return r, err
	}
	r.Label = label
	if r.TTL < 0 || r.TTL > 1<<31-1 { // RFC 2181 section 8
		return r, ErrRange.On("ttl", strconv.Itoa(r.TTL))
	}
	if r.Type != "MX" {
		r.Priority = 0
	} else if r.Priority < 0 || r.Priority > 65535 {
		return r, ErrRange.On("priority", strconv.Itoa(r.Priority))
	}
	r.Value, err = r.normalizeValue()
	return r, err
}

// normalizeValue returns r.Value in normal form; ErrRecord if it does not match
// the type.
func (r Record) normalizeValue() (string, error) {
	wrong := ErrRecord.On("value", Truncate(r.Value))
	switch r.Type {
	case "A", "AAAA":
		a, err := netip.ParseAddr(r.Value)
		if err != nil || a.Is4() != (r.Type == "A") || a.Zone() != "" || a.Is4In6() {
			return "", wrong
		}
		return a.String(), nil
	case "CNAME", "MX":
		if r.Type == "MX" && r.Value == "." { // no mail here (RFC 7505)
			return ".", nil
		}
		n, err := parseTarget(r.Value)
		switch _, notAddr := netip.ParseAddr(n); {
		case err != nil, notAddr == nil, r.Type == "CNAME" && n == r.Owner():
			return "", wrong
		}
		return n, nil
	}
	if len(r.Value) == 0 || len(r.Value) > MaxTextSize || !utf8.ValidString(r.Value) || strings.ContainsFunc(r.Value, unicode.IsControl) {
		return "", wrong
	}
	return r.Value, nil
}

// Strings returns the character-strings of a TXT record: its text in pieces of
// at most 255 octets (RFC 1035 section 3.3.14).
func (r Record) Strings() []string {
	var pieces []string
	for s := r.Value; ; s = s[255:] {
		if len(s) <= 255 {
			return append(pieces, s)
		}
		pieces = append(pieces, s[:255])
	}
}

// Same reports whether r and o, in normal form, are the same DNS record: equal
// except for ID, TTL and Updated.
func (r Record) Same(o Record) bool {
	return r.Zone == o.Zone && r.Label == o.Label && r.Type == o.Type && r.Value == o.Value && r.Priority == o.Priority
}

// CheckConflicts returns the fault of adding r, in normal form, to the records of
// zone: ErrCNAMEConflict, ErrRecordTaken, ErrRecordCount. A record with r's ID is
// ignored, since r replaces it.
func (r Record) CheckConflicts(zone []Record) error {
	if r.Type == "CNAME" && r.Label == "@" { // the apex has SOA and NS
		return ErrCNAMEConflict.On("name", "@")
	}
	n, octets := 0, len(r.Value)
	for _, o := range zone {
		if o.ID == r.ID {
			continue
		}
		n, octets = n+1, octets+len(o.Value)
		switch {
		case o.Label != r.Label:
			continue
		case o.Type == r.Type && o.Value == r.Value:
			return ErrRecordTaken.On("value", Truncate(r.Value))
		case o.Type == "CNAME" || r.Type == "CNAME": // RFC 1034 section 3.6.2
			return ErrCNAMEConflict.On("name", r.Label)
		}
	}
	if n >= MaxRecords || octets > MaxZoneSize {
		return ErrRecordCount.On("zone", string(r.Zone))
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
