package command_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// A name above the name servers of a storefront is for its registrar only, before the
// name is registered, while it is, and after it has dropped.
func TestANameAboveAStorefrontsServersIsItsOwn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		servers := []name.Name{"ns1.front.example", "ns2.sub.front.example"}
		do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "front", Name: "Front", Currency: "EUR", Nameservers: servers}})
		do(w, w.operator, ledger.Deposit{Registrar: "front", Amount: money.EUR(100_00)})
		front := registry.Actor{Registrar: "front"}
		customer := registry.Actor{Registrar: "front", Account: "customer"}
		for _, by := range []registry.Actor{w.alice, w.other, customer} {
			for _, n := range []string{"front.example", "FRONT.example"} {
				wantFault(w, by, object.CreateDomain{Name: n}, registry.ErrProtected)
				if a := ask(w, by, object.CheckDomains{Names: []string{n}}); a[0].Fault == nil || a[0].Fault.Reason != registry.ErrProtected.Reason {
					t.Errorf("check of %s by %s: %v", n, by.Registrar, a[0].Fault)
				}
			}
		}
		wantFault(w, w.alice, preorder.CreatePreorder{Name: "front.example"}, registry.ErrProtected)

		bought := buy(w, front, "front.example")
		do(w, front, host.UpdateHost{Name: "ns1.front.example", Addrs: command.Edit[string]{Add: []string{"198.41.0.22"}}})
		wantFault(w, front, host.UpdateHost{Name: "ns1.front.example", Rename: "ns3.front.example"}, registry.ErrLinked)
		wantFault(w, front, host.DeleteHost{Name: "ns1.front.example"}, registry.ErrLinked)
		wantFault(w, w.alice, preorder.CreatePreorder{Name: "front.example"}, registry.ErrProtected)
		w.wait(70 * day)
		wantFault(w, w.other, transfer.RequestTransfer{Name: "front.example", AuthInfo: bought.AuthInfo}, registry.ErrProtected)

		do(w, front, object.UpdateDomain{Name: "front.example", AutoRenew: ptr(false)})
		w.wait(500 * day)
		wantQueryFault(w, front, object.DomainInfo{Name: "front.example"}, registry.ErrNoName)
		if h := ask(w, front, host.HostInfo{Name: "ns1.front.example"}).Host; h.Parent != "" || len(h.Addrs) > 0 {
			t.Errorf("the storefront's server is still subordinate: %+v", h)
		}
		wantFault(w, w.other, object.CreateDomain{Name: "front.example"}, registry.ErrProtected)

		buy(w, w.other, "b.example")
		do(w, w.other, host.CreateHost{Name: "ns1.b.example", Addrs: []string{"198.41.0.22"}})
		wantFault(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "late", Currency: "EUR", Nameservers: []name.Name{"ns1.b.example"}}}, registry.ErrHostTaken)
	})
}

// A host that the store has from before, without a superordinate domain, keeps the name
// above it for its registrar.
func TestANameAboveAnothersHostIsNotForSale(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.operator, storedHost{Name: "ns1.old.example", ROID: "H1", Registrar: "other"})
		wantFault(w, w.alice, object.CreateDomain{Name: "old.example"}, registry.ErrProtected)
		buy(w, w.other, "old.example")
		do(w, w.alice, create("not-old.example"))
	})
}

// storedHost writes a host as an earlier version did.
type storedHost registry.Host

func (h storedHost) Run(t *command.Tx) (registry.Host, error) {
	return registry.Host(h), host.SaveHost(t, registry.VerbCreate, registry.Host(h))
}

// Names at or above the hosts of the configuration are for operators alone.
func TestTheEnvironmentsOwnNamesAreNotForSale(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.Infrastructure = namelist.NewInfrastructure("ns1.nic.fr", "whois.a.tk")
		for _, n := range []string{"nic.fr", "a.tk"} {
			wantFault(w, w.alice, create(n), registry.ErrProtected)
			wantFault(w, w.shop, create(n), registry.ErrProtected)
		}
		operator := w.shop
		operator.Roles = []registry.Role{registry.RoleOperator}
		buy(w, operator, "a.tk")
		wantFault(w, w.alice, preorder.CreatePreorder{Name: "a.tk"}, registry.ErrProtected)
		do(w, w.alice, create("ns1.fr"))
	})
}

// buy registers a name for a registrar, with a new contact as registrant.
func buy(w *fixture, by registry.Actor, n string) object.Registration {
	w.t.Helper()
	holder := do(w, by, contact.CreateContact{Contact: exampleContact(), Prefix: "X"}).Contact
	return do(w, by, object.CreateDomain{Name: n, Registrant: holder.ID})
}
