package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// TestTakenIsUsedByChecksOnly has a Taken that is wrong: CheckDomains believes it,
// CreateDomain does not.
func TestTakenIsUsedByChecksOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		zoe := w.account("zoe", 100_000)
		do(w, zoe, create("a.example"))
		check := func(n string) *registry.Fault {
			return ask(w, zoe, object.CheckDomains{Names: []string{n}})[0].Fault
		}
		known, taken := false, false
		w.Taken = func(name.Name) (bool, bool) { return taken, known }
		if f := check("a.example"); f == nil {
			t.Error("available, though Taken does not know the name")
		}
		known = true
		if f := check("a.example"); f != nil {
			t.Errorf("Taken says it is available: %v", f)
		}
		wantFault(w, zoe, create("a.example"), registry.ErrNameTaken)
		taken = true
		if f := check("b.example"); f != nil {
			t.Errorf("a name that Taken calls taken was not looked up: %v", f)
		}
		do(w, zoe, create("b.example"))
	})
}
