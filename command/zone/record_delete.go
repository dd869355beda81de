package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteRecord deletes a record in a zone of the actor's own.
type DeleteRecord struct{ ID int64 }

func (c DeleteRecord) Run(t *command.Tx) (registry.Record, error) {
	r, err := loadOwnRecord(t, c.ID)
	if err != nil {
		return r, err
	}
	if err := t.Store.Records().Delete(r.ID); err != nil {
		return r, err
	}
	return r, t.AppendChange(registry.VerbDelete, registry.KindRecord, recordKey(r), nil)
}
