package command_test

import (
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// txFunc is a command that is a function.
type txFunc func(*command.Tx) (registry.Domain, error)

func (f txFunc) Run(t *command.Tx) (registry.Domain, error) { return f(t) }

// As and At change the actor and the instant of what they return only.
func TestAsAndAtLeaveTheTransactionAsItIs(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		later := w.now.Add(time.Hour)
		d := do(w, w.shop, txFunc(func(tx *command.Tx) (registry.Domain, error) {
			made, err := create("a.fr").Run(tx.As(w.alice).At(later))
			if tx.By.Account != "" || !tx.Now.Equal(w.now) {
				t.Errorf("the transaction is of %+v at %s", tx.By, tx.Now)
			}
			return made.Domain, err
		}))
		if d.Account != "alice" || !d.Created.Equal(later) {
			t.Errorf("created for %q at %s, want alice at %s", d.Account, d.Created, later)
		}
	})
}

// A dry run for another actor rolls the whole transaction back.
func TestADryRunForAnotherActorHasNoEffect(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.wantNoEffect(func() {
			do(w, w.shop, txFunc(func(tx *command.Tx) (registry.Domain, error) {
				made, err := command.DryRun[object.Registration](create("a.fr")).Run(tx.As(w.alice))
				return made.Domain, err
			}))
		})
	})
}
