package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateRecord replaces a record in a zone of the actor's own. ErrNoRecord, and the
// faults of CreateRecord.
type UpdateRecord struct {
	ID     int64
	Record registry.RecordValue
}

func (c UpdateRecord) Run(t *command.Tx) (registry.Record, error) {
	old, err := loadOwnRecord(t, c.ID)
	if err != nil {
		return old, err
	}
	r, err := c.Record.Record(old.Zone)
	if err != nil {
		return r, err
	}
	r.ID, r.Updated = old.ID, t.Now
	return r, saveRecord(t, registry.VerbUpdate, r)
}
