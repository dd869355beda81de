package preorder

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CancelPreorder cancels a preorder of the actor's account, and releases its money.
// ErrNoPreorder also for another account's, and for one that is not waiting.
type CancelPreorder struct{ ID int64 }

func (c CancelPreorder) Run(t *command.Tx) (registry.Preorder, error) {
	o, err := t.Store.Preorders().Get(c.ID)
	if err == nil && (o.State != registry.PreorderWaiting || !t.By.Owns(o.Registrar, o.Account)) {
		err = store.ErrNotFound
	}
	if err != nil {
		return o, command.NotFoundAs(err, registry.ErrNoPreorder, "id", "")
	}
	if err := object.ReleasePreorderHold(t, o); err != nil {
		return o, err
	}
	o.State, o.Held, o.Updated = registry.PreorderCancelled, 0, t.Now
	return o, object.SavePreorder(t, registry.VerbCancel, o)
}
