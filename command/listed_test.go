package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// listName lets an operator put an entry on a list.
func listName(w *fixture, n string, e namelist.Entry) {
	w.t.Helper()
	if faults := do(w, w.operator, operator.LoadNames{Lines: []namelist.Line{{Name: name.Name(n), Entry: e}}}); len(faults) > 0 {
		w.t.Fatalf("%s: %v", n, faults[0].Fault)
	}
}

// premium is an entry with the price of one year, for a registrar 85 % of it.
func premium(retail, renewal int64) namelist.Entry {
	return namelist.Entry{Class: namelist.Premium, Prices: registry.Premium{
		registry.ProductCreate: registry.NewPrice(money.EUR(retail), 85), registry.ProductRenew: registry.NewPrice(money.EUR(renewal), 85),
	}}
}

// A list holds between its instants only, and a preorder of a premium name holds and pays
// the premium price; the name keeps its prices, renewals and restores included.
func TestPremiumNamesPayTheirOwnPrice(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		early := premium(900_00, 900_00)
		early.Until = w.now.Add(day)
		listName(w, "gold.fr", early)
		wantFault(w, w.carol, create("gold.fr"), registry.ErrLowBalance)
		w.wait(day)
		listName(w, "gold.fr", premium(500_00, 100_00))
		do(w, w.bob, object.CreateDomain{Name: "gold.fr", Hosted: true, AutoRenew: ptr(false)})
		w.wantBalance(w.bob, "1500.00 0.00 1")
		do(w, w.alice, preorder.CreatePreorder{Name: "gold.fr"})
		w.wantBalance(w.alice, "1500.00 500.00 0")
		do(w, w.bob, object.RenewDomain{Name: "gold.fr"})
		w.wantBalance(w.bob, "1400.00 0.00 1")
		listName(w, "gold.fr", premium(300_00, 70_00))
		w.wait(800 * day)
		w.wantBalance(w.bob, "1400.00 0.00 0")
		w.wantBalance(w.alice, "1700.00 0.00 1")
		w.wait(366 * day)
		w.wantBalance(w.alice, "1630.00 0.00 1")
	})
}

// A free registration of a premium name is refused, and a name that is reserved for a
// registrar is sold to it alone, even above the environment's own hosts.
func TestListsDecideWhoMayRegister(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		listName(w, "gold.tk", premium(500_00, 100_00))
		wantFault(w, w.alice, object.CreateDomain{Name: "gold.tk", Plan: registry.PlanFree, Hosted: true}, registry.ErrReserved)
		w.Infrastructure = namelist.NewInfrastructure("ns1.nic.example")
		listName(w, "nic.example", namelist.Entry{Class: namelist.Reserved, Registrar: "other"})
		wantFault(w, w.shop, create("nic.example"), registry.ErrProtected)
		wantFault(w, w.alice, create("nic.example"), registry.ErrProtected)
		buy(w, w.other, "nic.example")
		listName(w, "gone.fr", namelist.Entry{Class: namelist.Blocked})
		wantFault(w, w.alice, create("gone.fr"), registry.ErrNameBlocked)
		wantFault(w, w.alice, preorder.CreatePreorder{Name: "gone.fr"}, registry.ErrNameBlocked)
		do(w, w.operator, operator.ReleaseName{Name: "gone.fr"})
		do(w, w.alice, create("gone.fr"))
		wantFault(w, w.other, operator.ReleaseName{Name: "gold.tk"}, registry.ErrRole)
		wantFault(w, w.other, operator.LoadNames{}, registry.ErrRole)
		wantFault(w, w.other, operator.LoadBuiltinNames{TLD: "fr"}, registry.ErrRole)
		wantQueryFault(w, w.other, operator.ListNames{TLD: "fr"}, registry.ErrRole)
		wantQueryFault(w, w.other, operator.ListExposedNames{}, registry.ErrRole)
		wantFault(w, w.operator, operator.LoadNames{Lines: make([]namelist.Line, operator.MaxLines+1)}, registry.ErrRange)
		if faults := do(w, w.operator, operator.LoadNames{Lines: []namelist.Line{{Number: 7, Name: "a.nowhere", Entry: namelist.Entry{Class: namelist.Blocked}}}}); len(faults) != 1 || faults[0].Number != 7 {
			t.Errorf("a name of no TLD: %v", faults)
		}
	})
}
