package zone

import (
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// loadZone returns one of the actor's own domains whose zone may be changed. It
// locks the domain's row, so that concurrent changes of one zone run in turn.
func loadZone(t *command.Tx, domain string) (registry.Domain, error) {
	d, _, err := object.LoadOwnDomain(t, domain)
	if err != nil {
		return d, err
	}
	if d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone {
		return d, registry.ErrStatus.On("status", string(registry.StatusPendingDelete))
	}
	return d, nil
}

// loadOwnRecord returns a record of the actor's own by its number. ErrNoRecord also
// for another sponsor's, since numbers are easily guessed.
func loadOwnRecord(t *command.Tx, id int64) (registry.Record, error) {
	r, err := t.Store.Records().Get(id)
	if err != nil {
		return r, command.NotFoundAs(err, registry.ErrNoRecord, "id", "")
	}
	_, err = loadZone(t, string(r.Zone))
	if errors.Is(err, registry.ErrNoName) || errors.Is(err, registry.ErrNotYours) {
		err = registry.ErrNoRecord.On("id", "")
	}
	return r, err
}

// saveRecord checks r against the other records of its zone, and writes it.
func saveRecord(t *command.Tx, verb registry.Verb, r registry.Record) error {
	others, err := t.Store.Records().ByZone(r.Zone)
	if err != nil {
		return err
	}
	if err := r.CheckConflicts(others); err != nil {
		return err
	}
	return command.Save(t, t.Store.Records(), r, verb, registry.KindRecord, recordKey(r))
}

// recordKey returns the key of a record in the change log. It contains the zone, so
// that followers know it even after a deletion.
func recordKey(r registry.Record) string { return fmt.Sprintf("%s/%d", r.Zone, r.ID) }
