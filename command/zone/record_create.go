package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateRecord adds a record to the zone of one of the actor's own domains. The
// domain need not be delegated to the storefront's name servers. Its faults are those of
// RecordValue.Record and Record.CheckConflicts.
type CreateRecord struct {
	Domain string
	Record registry.RecordValue
}

func (c CreateRecord) Run(t *command.Tx) (registry.Record, error) {
	d, err := loadZone(t, c.Domain)
	if err != nil {
		return registry.Record{}, err
	}
	r, err := c.Record.Record(d.Name)
	if err != nil {
		return r, err
	}
	if r.ID, err = t.Store.NextID(); err != nil {
		return r, err
	}
	r.Updated = t.Now
	return r, saveRecord(t, registry.VerbCreate, r)
}
