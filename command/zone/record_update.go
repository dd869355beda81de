package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateRecord replaces a record in a zone of the actor's own.
type UpdateRecord struct {
	Record registry.Record // its Zone is set by Run
}

func (c UpdateRecord) Run(t *command.Tx) (registry.Record, error) {
	old, err := loadOwnRecord(t, c.Record.ID)
	if err != nil {
		return old, err
	}
	r := c.Record
	r.Zone, r.Updated = old.Zone, t.Now
	return saveRecord(t, registry.VerbUpdate, r)
}
