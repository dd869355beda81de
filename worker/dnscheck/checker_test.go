package dnscheck

import (
	"fmt"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

// TestOneRegistrarDoesNotHoldUpTheOthers: a hundred domains with slow name servers take the
// places of one registrar alone.
func TestOneRegistrarDoesNotHoldUpTheOthers(t *testing.T) {
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	c := &Checker{Runner: &command.Runner{Store: st}}
	if err := st.View(t.Context(), func(tx store.Tx) error { return c.Load(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	wait := func(n string, r registry.RegistrarID) {
		after, err := registry.EncodeDocument(registry.Domain{
			Name: name.Name(n), Registrar: r, ServerCheck: &registry.ServerCheck{Since: time.Unix(1, 0), Ends: time.Unix(2, 0)},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Apply(registry.Change{Kind: registry.KindDomain, Key: n, After: after}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		wait(fmt.Sprintf("slow%d.it", i), "slow")
	}
	if got := len(c.start()); got != perRegistrar {
		t.Errorf("%d domains of one registrar are asked about, want %d", got, perRegistrar)
	}
	wait("quick.it", "quick")
	if due := c.start(); len(due) != 1 || due["quick.it"] == nil {
		t.Errorf("beside them %v", due)
	}
	if c.Waiting() != 101 {
		t.Errorf("%d wait", c.Waiting())
	}
}
