package command

import (
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// CreateRecord adds a record to the zone of one of the actor's own domains. The
// domain need not be delegated to the storefront's name servers.
type CreateRecord struct {
	Domain string
	Record registry.Record // its ID and Zone are set by Run
}

func (c CreateRecord) Run(t *Tx) (registry.Record, error) {
	d, err := t.loadZone(c.Domain)
	if err != nil {
		return c.Record, err
	}
	r := c.Record
	r.Zone, r.Updated = d.Name, t.Now
	if r.ID, err = t.st.NextID(); err != nil {
		return r, err
	}
	return t.saveRecord("create", r)
}

// UpdateRecord replaces a record in a zone of the actor's own.
type UpdateRecord struct {
	Record registry.Record // its Zone is set by Run
}

func (c UpdateRecord) Run(t *Tx) (registry.Record, error) {
	old, err := t.loadOwnRecord(c.Record.ID)
	if err != nil {
		return old, err
	}
	r := c.Record
	r.Zone, r.Updated = old.Zone, t.Now
	return t.saveRecord("update", r)
}

// DeleteRecord deletes a record in a zone of the actor's own.
type DeleteRecord struct{ ID int64 }

func (c DeleteRecord) Run(t *Tx) (registry.Record, error) {
	r, err := t.loadOwnRecord(c.ID)
	if err != nil {
		return r, err
	}
	if err := t.st.Records().Delete(r.ID); err != nil {
		return r, err
	}
	return r, t.appendChange("delete", registry.KindRecord, recordKey(r), nil)
}

// ListRecords lists the records of one of the actor's own domains, oldest first.
type ListRecords struct{ Domain string }

func (q ListRecords) Answer(s *Snapshot) ([]registry.Record, error) {
	d, err := s.FindOwnDomain(q.Domain)
	if err != nil {
		return nil, err
	}
	return s.st.Records().ByZone(d.Name)
}

// loadZone returns one of the actor's own domains whose zone may be changed. It
// locks the domain's row, so that concurrent changes of one zone run in turn.
func (t *Tx) loadZone(domain string) (registry.Domain, error) {
	d, _, err := t.loadOwnDomain(domain)
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
func (t *Tx) loadOwnRecord(id int64) (registry.Record, error) {
	r, err := t.st.Records().Get(id)
	if err != nil {
		return r, notFoundAs(err, registry.ErrNoRecord, "id", "")
	}
	_, err = t.loadZone(string(r.Zone))
	if errors.Is(err, registry.ErrNoName) || errors.Is(err, registry.ErrNotYours) {
		err = registry.ErrNoRecord.On("id", "")
	}
	return r, err
}

// saveRecord normalizes r, checks it against the other records of its zone, and
// writes it.
func (t *Tx) saveRecord(verb string, r registry.Record) (registry.Record, error) {
	r, err := r.Normalize()
	if err != nil {
		return r, err
	}
	others, err := t.st.Records().ByZone(r.Zone)
	if err != nil {
		return r, err
	}
	if err := r.CheckConflicts(others); err != nil {
		return r, err
	}
	if err := t.st.Records().Put(r); err != nil {
		return r, err
	}
	return r, t.appendChange(verb, registry.KindRecord, recordKey(r), r)
}

// recordKey returns the key of a record in the change log. It contains the zone, so
// that followers know it even after a deletion.
func recordKey(r registry.Record) string { return fmt.Sprintf("%s/%d", r.Zone, r.ID) }
