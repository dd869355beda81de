package zone

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DeleteZoneKey deletes one of the actor's own keys: its signatures are no longer
// accepted. ErrNoKey.
type DeleteZoneKey struct{ Name string }

func (c DeleteZoneKey) Run(t *command.Tx) (registry.ZoneKey, error) {
	k, err := t.Store.ZoneKeys().Get(c.Name)
	if err == nil && !ownsZoneKey(t.Snapshot, k) {
		err = registry.ErrNoKey.On("key", registry.Truncate(c.Name))
	}
	if err != nil {
		return k, command.NotFoundAs(err, registry.ErrNoKey, "key", registry.Truncate(c.Name))
	}
	if err := t.Store.ZoneKeys().Delete(k.Name); err != nil {
		return k, err
	}
	if err := t.Store.Settings().Delete(signatureKey(k.Name)); err != nil && !errors.Is(err, store.ErrNotFound) {
		return k, err
	}
	return k, t.AppendChange(registry.VerbDelete, registry.KindKey, k.Name, nil)
}
