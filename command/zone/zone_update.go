package zone

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateZone applies several edits to the hosted zone of one of the actor's own domains,
// if its prerequisites hold (RFC 2136 section 3). It returns the number of records
// that were added, changed or deleted. ErrPrerequisite, with NOTAUTH for a domain whose
// zone is not served here.
type UpdateZone struct {
	Zone   string
	Update registry.ZoneUpdate

	ran *bool // set when Run is called; may be nil
}

// MaxZoneEdits bounds the prerequisites and edits of one UpdateZone.
const MaxZoneEdits = 1000

func (c UpdateZone) Run(t *command.Tx) (int, error) {
	if c.ran != nil {
		*c.ran = true
	}
	if len(c.Update.Prerequisites)+len(c.Update.Edits) > MaxZoneEdits {
		return 0, registry.ErrRange.On("edits", "at most 1000")
	}
	d, err := loadZone(t, c.Zone)
	switch {
	case err != nil:
		return 0, err
	case !d.Hosted || !d.Delegated():
		return 0, registry.ErrPrerequisite.On("NOTAUTH", string(d.Name))
	}
	before, err := t.Store.Records().ByZone(d.Name)
	if err != nil {
		return 0, err
	}
	after, err := c.Update.Apply(d.Name, before, t.Now)
	if err != nil {
		return 0, err
	}
	return replaceRecords(t, before, after)
}

// replaceRecords writes the differences between the records before and after, and
// returns their number.
func replaceRecords(t *command.Tx, before, after []registry.Record) (n int, err error) {
	find := func(list []registry.Record, id int64) (registry.Record, bool) {
		i := slices.IndexFunc(list, func(r registry.Record) bool { return r.ID == id })
		if i < 0 {
			return registry.Record{}, false
		}
		return list[i], true
	}
	for _, r := range before {
		if _, remains := find(after, r.ID); remains {
			continue
		}
		n++
		if err := t.Store.Records().Delete(r.ID); err != nil {
			return n, err
		}
		if err := t.AppendChange(registry.VerbDelete, registry.KindRecord, recordKey(r), nil); err != nil {
			return n, err
		}
	}
	for _, r := range after {
		old, exists := find(before, r.ID)
		if exists && old == r {
			continue
		}
		n++
		verb := registry.VerbUpdate
		if !exists {
			verb = registry.VerbCreate
			if r.ID, err = t.Store.NextID(); err != nil {
				return n, err
			}
		}
		if err := command.Save(t, t.Store.Records(), r, verb, registry.KindRecord, recordKey(r)); err != nil {
			return n, err
		}
	}
	return n, nil
}
