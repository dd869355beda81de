package zone

import (
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ImportZone replaces all records of one of the actor's own domains by those of a zone
// file (RFC 1035 section 5). The SOA and NS at the apex are ignored: they are the
// storefront's. A fault of a record has its line in Field: ErrRecord, ErrNameSyntax,
// ErrRange, ErrCNAMEConflict; ErrRecordCount for a zone that is too large.
type ImportZone struct {
	Domain string
	Text   string
}

// MaxZoneFile bounds the text of a zone file, in octets.
const MaxZoneFile = 4 << 20

// ImportedZone is what ImportZone has done. A record with another TTL is in both lists.
type ImportedZone struct {
	Added, Removed []registry.Record
	Ignored        int // records of the apex that are the storefront's
}

func (c ImportZone) Run(t *command.Tx) (result ImportedZone, err error) {
	if len(c.Text) > MaxZoneFile {
		return result, registry.ErrRange.On("size", strconv.Itoa(len(c.Text)))
	}
	d, err := loadZone(t, c.Domain)
	if err != nil {
		return result, err
	}
	after, ignored, err := registry.ParseZone(d.Name, c.Text)
	if err != nil {
		return result, err
	}
	before, err := t.Store.Records().ByZone(d.Name)
	if err != nil {
		return result, err
	}
	for i, r := range after {
		old := slices.IndexFunc(before, r.Same)
		switch {
		case old < 0:
			after[i].ID, after[i].Updated = -1-int64(i), t.Now
		case before[old].TTL == r.TTL:
			after[i] = before[old]
		default:
			after[i].ID, after[i].Updated = before[old].ID, t.Now
		}
	}
	result = ImportedZone{Added: missingFrom(before, after), Removed: missingFrom(after, before), Ignored: ignored}
	_, err = replaceRecords(t, before, after)
	return result, err
}

// missingFrom returns the records of b that are not in a with the same TTL.
func missingFrom(a, b []registry.Record) (missing []registry.Record) {
	for _, r := range b {
		if !slices.ContainsFunc(a, func(o registry.Record) bool { return r.Same(o) && r.TTL == o.TTL }) {
			missing = append(missing, r)
		}
	}
	return missing
}
