package command_test

import (
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestAHostInUseByOthersIsNotRenamed(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.other, host.CreateHost{Name: "ns1.cdn.net"})
		do(w, w.alice, object.CreateDomain{Name: "a.fr", CreateHosts: true, Nameservers: []object.NS{{Host: "ns1.cdn.net"}, {Host: "ns2.cdn.net"}}})
		do(w, w.other, object.CreateDomain{Name: "evil.fr", Registrant: do(w, w.other, contact.CreateContact{Contact: exampleContact(), Prefix: "X"}).Contact.ID})
		w.wantNoEffect(func() {
			wantFault(w, w.other, host.UpdateHost{Name: "ns1.cdn.net", Rename: "ns1.evil.fr", Addrs: command.Edit[string]{Add: []string{"192.0.2.66"}}}, registry.ErrLinked)
		})
	})
}

func TestUsersAndAccountsBelongToOneRegistrar(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		super := w.other
		super.User, super.Roles = "boss", []registry.Role{registry.RoleSuper}
		stray := registry.User{Realm: "kifdom", Login: "stray", Registrar: "other", Account: "bob"}
		wantFault(w, super, access.CreateUser{PasswordHash: "x", User: stray}, registry.ErrNoAccount)
		wantFault(w, w.operator, access.CreateUser{PasswordHash: "x", User: stray}, registry.ErrNoAccount)
		u := do(w, w.operator, access.CreateUser{PasswordHash: "x", User: registry.User{Realm: "r", Login: "l", Registrar: "shop"}})
		wantFault(w, super, access.CreateUser{PasswordHash: "y", User: registry.User{ID: u.ID, Realm: "r", Login: "m", Registrar: "other"}}, registry.ErrTaken)
		wantFault(w, super, registrar.CreateAccount{Account: registry.Account{ID: "alice", Email: "x@other.example"}}, registry.ErrTaken)
		w.wantBalance(w.alice, "2000.00 0.00 0")
	})
}

func TestAnActorWithoutARegistrarListsNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		holder := registry.Actor{User: "registrant-portal"}
		if n := len(ask(w, holder, object.ListDomains{})) + len(ask(w, holder, contact.ListContacts{})) + len(ask(w, holder, host.ListHosts{})); n != 0 {
			t.Errorf("an actor without a registrar sees %d objects", n)
		}
	})
}

func TestTheOperatorRemovesServerStatuses(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		lock := []registry.StatusEntry{{Status: registry.ServerUpdateProhibited}}
		do(w, w.operator, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Add: lock}})
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", Shield: ptr(true)}, registry.ErrStatus)
		wantFault(w, w.operator, object.UpdateDomain{Name: "a.fr", Shield: ptr(true), Statuses: command.Edit[registry.StatusEntry]{Rem: lock}}, registry.ErrStatus)
		do(w, w.operator, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Rem: lock}})
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Shield: ptr(true)})
	})
}

func TestAPreorderCanBeCancelled(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		o := do(w, w.bob, preorder.CreatePreorder{Name: "a.fr"})
		w.wantBalance(w.bob, "1970.00 30.00 0")
		wantFault(w, w.alice, preorder.CancelPreorder{ID: o.ID}, registry.ErrNoPreorder)
		do(w, w.bob, preorder.CancelPreorder{ID: o.ID})
		w.wantBalance(w.bob, "2000.00 0.00 0")
		wantFault(w, w.bob, preorder.CancelPreorder{ID: o.ID}, registry.ErrNoPreorder)
		do(w, w.bob, preorder.CreatePreorder{Name: "a.fr"})
		w.audit()
	})
}

func TestAPreorderWinsOverTakingANameInRedemption(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.tk"))
		do(w, w.bob, preorder.CreatePreorder{Name: "a.tk"})
		d := do(w, w.alice, object.DeleteDomain{Name: "a.tk"})
		if d.Phase != registry.Released {
			t.Errorf("phase %s", d.Phase)
		}
		wantFault(w, w.carol, object.CreateDomain{Name: "a.tk", Plan: registry.PlanFree, Hosted: true}, registry.ErrNameTaken)
		if got := ask(w, w.bob, object.DomainInfo{Name: "a.tk"}).Domain; got.Account != "bob" {
			t.Errorf("held by %s", got.Account)
		}
		w.audit()
	})
}

func TestRenewalsArePaidBeforeNewPurchases(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.shop, ledger.Credit{Account: "carol", Amount: money.EUR(13_00)})
		do(w, w.carol, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(true)})
		w.now = startTime.AddDate(1, 0, 0).Add(12 * time.Hour) // due, but not advanced
		if d := ask(w, w.carol, object.DomainInfo{Name: "a.fr"}).Domain; d.Phase != registry.Active {
			t.Fatalf("phase %s", d.Phase)
		}
		wantFault(w, w.carol, create("b.fr"), registry.ErrLowBalance)
		w.wait(0)
		if d := ask(w, w.carol, object.DomainInfo{Name: "a.fr"}).Domain; d.Phase != registry.Active {
			t.Errorf("a domain that was shown as renewed is %s", d.Phase)
		}
		w.wantBalance(w.carol, "2.00 0.00 1")
	})
}

func TestUsersOfASuspendedRegistrarCannotLogIn(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.createUser(w.alice, "alice@shop.example", "correct horse")
		r := do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "closed", Currency: "EUR", Suspended: true}})
		w.createUser(registry.Actor{Registrar: r.ID}, "closed", "correct horse")
		if _, err := w.login("closed", "correct horse"); err == nil {
			t.Error("a user of a suspended registrar logged in")
		}
		if _, err := w.login("alice@shop.example", "correct horse"); err != nil {
			t.Error(err)
		}
	})
}
