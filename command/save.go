package command

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// SaveRegistrar writes a registrar, updated now, with a line of the change log under
// verb.
func (t *Tx) SaveRegistrar(verb registry.Verb, r *registry.Registrar) error {
	r.Updated = t.Now
	return Save(t, t.Store.Registrars(), *r, verb, registry.KindRegistrar, string(r.ID))
}

// Save writes v to its table and appends v to the change log, encoded once.
func Save[K comparable, V any](t *Tx, table store.Table[K, V], v V, verb registry.Verb, kind registry.Kind, key string) error {
	return table.PutLogged(v, registry.Change{At: t.Now, By: t.By, Verb: verb, Kind: kind, Key: key})
}

// AppendChange appends one entry to the change log, of an object that Save does
// not write; after is nil if the object was deleted.
func (t *Tx) AppendChange(verb registry.Verb, kind registry.Kind, key string, after any) error {
	return t.AppendChangeAt(t.Now, verb, kind, key, after)
}

// AppendChangeAt is AppendChange for a change that took effect at another instant.
func (t *Tx) AppendChangeAt(at time.Time, verb registry.Verb, kind registry.Kind, key string, after any) error {
	c := registry.Change{At: at, By: t.By, Verb: verb, Kind: kind, Key: key}
	if after != nil {
		doc, err := registry.EncodeDocument(after)
		if err != nil {
			return fmt.Errorf("change log: %w", err)
		}
		c.After = doc
	}
	return t.Store.Append(c)
}
