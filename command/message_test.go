package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestMessagesWaitUntilTheyAreAcknowledged(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice := w.account("poller", 100_000)
		shop := registry.Actor{Registrar: alice.Registrar, Roles: []registry.Role{registry.RoleEPP}}
		wantQueryFault(w, shop, registrar.NextMessage{}, registry.ErrNoMessage)
		for _, n := range []string{"a.example", "b.example"} {
			do(w, alice, create(n))
		}
		w.wait(2 * 366 * 24 * 3600e9)
		first := ask(w, shop, registrar.NextMessage{})
		if first.Waiting < 2 {
			t.Fatalf("%d messages wait", first.Waiting)
		}
		list := ask(w, shop, registrar.ListMessages{Unread: true, Limit: 100})
		newest := list[0]
		if len(list) != first.Waiting || newest.ID <= first.Message.ID {
			t.Fatalf("%d messages listed, newest %d", len(list), newest.ID)
		}
		third := registry.Actor{Registrar: "stranger"}
		wantFault(w, third, registrar.AckMessage{ID: first.Message.ID}, registry.ErrNoMessage)
		wantQueryFault(w, third, registrar.MessageInfo{ID: first.Message.ID}, registry.ErrNoMessage)
		wantFault(w, shop, registrar.AckMessage{ID: newest.ID, InOrder: true}, registry.ErrNoMessage)
		next := do(w, shop, registrar.AckMessage{ID: first.Message.ID, InOrder: true})
		if next.Waiting != first.Waiting-1 || next.Message.ID <= first.Message.ID {
			t.Errorf("after the first: %d wait, next is %d", next.Waiting, next.Message.ID)
		}
		if left := do(w, shop, registrar.AckMessage{ID: newest.ID}); left.Waiting != next.Waiting-1 {
			t.Errorf("after the newest: %d wait", left.Waiting)
		}
		if m := ask(w, shop, registrar.MessageInfo{ID: newest.ID}); m.Acked.IsZero() {
			t.Error("the newest is not acknowledged")
		}
	})
}
