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

// RecordTypes are the types of record that a hosted zone may have beside the
// SOA and NS that are the storefront's own.
var RecordTypes = []string{"A", "AAAA", "CNAME", "MX", "TXT"}

// A zone and a record in it are bounded: so many records, so many octets of
// text, which with its length octets still fits a DNS message.
const (
	MaxRecords = 1000
	MaxText    = 64_000
	MaxZone    = 256 << 10 // octets of all values
)

// Normal returns r in the form in which records are kept and compared: names in
// A-label form and lower case, addresses as RFC 5952 writes them; or the fault
// that it is not a record: ErrRecord, ErrRange, ErrNameSyntax.
func (r Record) Normal() (Record, error) {
	r.Type = strings.ToUpper(r.Type)
	if !slices.Contains(RecordTypes, r.Type) {
		return r, ErrRecord.On("type", clip(r.Type))
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
	r.Value, err = r.data()
	return r, err
}

// data returns r.Value in normal form.
func (r Record) data() (string, error) {
	wrong := ErrRecord.On("value", clip(r.Value))
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
		n, err := target(r.Value)
		switch _, notAddr := netip.ParseAddr(n); {
		case err != nil, notAddr == nil, r.Type == "CNAME" && n == r.Owner():
			return "", wrong
		}
		return n, nil
	}
	if len(r.Value) == 0 || len(r.Value) > MaxText || !utf8.ValidString(r.Value) || strings.ContainsFunc(r.Value, unicode.IsControl) {
		return "", wrong
	}
	return r.Value, nil
}

// Strings returns the character-strings of a TXT record: its text cut into
// pieces of at most 255 octets (RFC 1035 section 3.3.14).
func (r Record) Strings() []string {
	var pieces []string
	for s := r.Value; ; s = s[255:] {
		if len(s) <= 255 {
			return append(pieces, s)
		}
		pieces = append(pieces, s[:255])
	}
}

// Same reports whether r and o, in normal form, are one record: equal but for
// their ID, their TTL and when they were written.
func (r Record) Same(o Record) bool {
	return r.Zone == o.Zone && r.Label == o.Label && r.Type == o.Type && r.Value == o.Value && r.Priority == o.Priority
}

// CheckBeside reports whether r, in normal form, may stand in a zone beside the
// records that are there (r's own earlier self, by ID, aside).
func (r Record) CheckBeside(zone []Record) error {
	if r.Type == "CNAME" && r.Label == "@" { // SOA and NS are there
		return ErrRecordBeside.On("name", "@")
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
			return ErrRecordTaken.On("value", clip(r.Value))
		case o.Type == "CNAME" || r.Type == "CNAME": // RFC 1034 section 3.6.2
			return ErrRecordBeside.On("name", r.Label)
		}
	}
	if n >= MaxRecords || octets > MaxZone {
		return ErrRecords.On("zone", string(r.Zone))
	}
	return nil
}

// Owner returns the whole name that r stands at, in A-label form; a wildcard
// begins with "*.".
func (r Record) Owner() string {
	if r.Label == "@" {
		return string(r.Zone)
	}
	return r.Label + "." + string(r.Zone)
}

// OwnerLabel returns label relative to zone in normal form. "@", "" and the
// zone's own name are the apex; a label that ends with the zone's name loses
// it, and one that ends with a dot must.
func OwnerLabel(label string, zone name.Name) (string, error) {
	bad := ErrNameSyntax.On("name", clip(label))
	label, whole := strings.CutSuffix(label, ".")
	if len(label) > 1024 {
		return "", bad
	}
	if label == "" || label == "@" {
		return "@", nil
	}
	star := ""
	if rest, ok := strings.CutPrefix(label, "*"); ok && (rest == "" || rest[0] == '.') {
		if star, label = "*", strings.TrimPrefix(rest, "."); label == "" {
			return "*", nil
		}
		star += "."
	}
	n, err := target(label)
	if err != nil {
		return "", bad
	}
	switch rest, inside := strings.CutSuffix(n, "."+string(zone)); {
	case n == string(zone) && star == "":
		return "@", nil
	case n == string(zone):
		return "*", nil
	case inside:
		n = rest
	case whole:
		return "", bad
	}
	if len(star)+len(n)+1+len(zone) > 253 {
		return "", bad
	}
	return star + n, nil
}

// target parses a name in which labels may begin with an underscore (RFC 8552),
// as owners and targets of records do.
func target(s string) (string, error) {
	labels := strings.Split(strings.TrimSuffix(s, "."), ".")
	for i, l := range labels {
		plain := strings.TrimLeft(l, "_")
		n, err := name.Parse(plain)
		if err != nil {
			return "", err
		}
		labels[i] = l[:len(l)-len(plain)] + string(n)
		if len(labels[i]) > 63 {
			return "", name.ErrSyntax
		}
	}
	joined := strings.Join(labels, ".")
	if len(joined) > 253 {
		return "", name.ErrSyntax
	}
	return joined, nil
}
