package command

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// SaveRegistrar writes a registrar, updated now, with a line of the change log under
// verb.
func (t *Tx) SaveRegistrar(verb string, r *registry.Registrar) error {
	r.Updated = t.Now
	if err := t.Store.Registrars().Put(*r); err != nil {
		return err
	}
	return t.AppendChange(verb, registry.KindRegistrar, string(r.ID), *r)
}

// AppendChange appends one entry to the change log; after is nil if the object was
// deleted.
func (t *Tx) AppendChange(verb string, kind registry.Kind, key string, after any) error {
	return t.AppendChangeAt(t.Now, verb, kind, key, after)
}

// AppendChangeAt is AppendChange for a change that took effect at another instant.
func (t *Tx) AppendChangeAt(at time.Time, verb string, kind registry.Kind, key string, after any) error {
	c := registry.Change{At: at, By: t.By, Verb: verb, Kind: kind, Key: key}
	if after != nil {
		doc, err := json.Marshal(after)
		if err != nil {
			return fmt.Errorf("change log: %w", err)
		}
		c.After = doc
	}
	return t.Store.Append(c)
}

// AuthorID returns the value for CreatedBy and UpdatedBy: the actor's user if it
// has one, else its registrar. EPP always records the registrar (crID and upID of
// RFC 5731).
func (t *Tx) AuthorID() string {
	if t.By.User != "" && t.By.Frontend != "epp" {
		return string(t.By.User)
	}
	return string(t.By.Registrar)
}
