package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateRecord adds a record to the zone of one of the actor's own domains. The
// domain need not be delegated to the storefront's name servers.
type CreateRecord struct {
	Domain string
	Record registry.Record // its ID and Zone are set by Run
}

func (c CreateRecord) Run(t *command.Tx) (registry.Record, error) {
	d, err := loadZone(t, c.Domain)
	if err != nil {
		return c.Record, err
	}
	r := c.Record
	r.Zone, r.Updated = d.Name, t.Now
	if r.ID, err = t.Store.NextID(); err != nil {
		return r, err
	}
	return saveRecord(t, registry.VerbCreate, r)
}
