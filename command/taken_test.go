package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// TestMemorySaysWhatIsFreeAndDecidesNothing has a memory that is wrong: it is
// believed by who asks, and by nobody who buys.
func TestMemorySaysWhatIsFreeAndDecidesNothing(t *testing.T) {
	worlds(t, func(t *testing.T, w *world) {
		zoe := w.account("zoe", 100_000)
		do(w, zoe, create("a.example"))
		check := func(n string) *registry.Fault {
			return ask(w, zoe, command.CheckDomains{Names: []string{n}})[0].Fault
		}
		known, taken := false, false
		w.Taken = func(name.Name) (bool, bool) { return taken, known }
		if f := check("a.example"); f == nil {
			t.Error("free, though nothing is known from memory")
		}
		known = true
		if f := check("a.example"); f != nil {
			t.Errorf("memory says it is free: %v", f)
		}
		refused(w, zoe, create("a.example"), registry.ErrNameTaken)
		taken = true
		if f := check("b.example"); f != nil {
			t.Errorf("what memory calls taken is looked up: %v", f)
		}
		do(w, zoe, create("b.example"))
	})
}
