package epp_test

import (
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// operateVerb runs an operator's command in a story: "hold" (serverHold on a
// domain), "freeze" (serverUpdateProhibited on a contact), "delete" a domain, or
// "accredit" a registrar with a low balance threshold of 99,990.00.
func (w *fixture) operateVerb(s *story.State, args string) (string, error) {
	verb, arg, _ := strings.Cut(args, " ")
	set := func(s registry.Status) command.Edit[registry.StatusEntry] {
		return command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: s}}}
	}
	switch verb {
	case "hold":
		story.Do(w.Fixture, story.Operator, object.UpdateDomain{Name: arg, Statuses: set(registry.ServerHold)})
	case "freeze":
		story.Do(w.Fixture, story.Operator, contact.UpdateContact{ID: registry.ContactID(arg), Statuses: set(registry.ServerUpdateProhibited)})
	case "delete":
		story.Do(w.Fixture, story.Operator, object.DeleteDomain{Name: arg})
	case "accredit":
		id := registry.RegistrarID(arg)
		story.Do(w.Fixture, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: id, Name: arg, Currency: "EUR", LowBalance: 99_990_00}})
		story.Do(w.Fixture, story.Operator, ledger.Deposit{Registrar: id, Amount: money.EUR(100_000_00)})
		w.addUser(id, registry.RoleEPP)
		s.Vars[arg+".password"] = w.Vars[arg+".password"]
	default:
		return "", fmt.Errorf("unknown operator command %s", verb)
	}
	return "", nil
}
