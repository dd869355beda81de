package command_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// superUser returns a user of r with RoleSuper.
func superUser(r registry.RegistrarID) registry.Actor {
	return registry.Actor{Registrar: r, User: "boss", Roles: []registry.Role{registry.RoleSuper}}
}

// deposit returns the balance of a registrar's deposit, in minor units.
func (w *fixture) deposit(r registry.RegistrarID) int64 {
	return ask(w, registry.Actor{Registrar: r}, ledger.DepositStatement{}).Balance.Minor
}

func TestAnInvoiceIsPaidOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.Billing = registry.Billing{Seller: registry.Business{Address: registry.Postal{Country: "EE"}}, VAT: 24_000}
		shop := superUser("shop")
		before := w.deposit("shop")
		i := do(w, shop, ledger.CreateInvoice{Amount: money.EUR(100_01)})
		if got := i.Total(); got != money.EUR(124_01) { // 24.0024 of VAT
			t.Errorf("total %s", got)
		}
		wantFault(w, shop, ledger.PayInvoice{Number: i.Number}, registry.ErrRole)
		if paid := do(w, w.operator, ledger.PayInvoice{Number: i.Number}); paid.State() != registry.InvoicePaid || paid.Paid != w.now {
			t.Errorf("%+v", paid)
		}
		wantFault(w, w.operator, ledger.PayInvoice{Number: i.Number}, registry.ErrInvoiceClosed)
		wantFault(w, shop, ledger.CancelInvoice{ID: i.ID}, registry.ErrInvoiceClosed)
		if got := w.deposit("shop") - before; got != 100_01 {
			t.Errorf("%d were added to the deposit", got)
		}

		// A business that is registered for VAT in another country pays none.
		abroad := registry.Registrar{ID: "abroad", Name: "Abroad", Currency: "EUR", VATNo: "FR123", Address: registry.Postal{Country: "FR"}}
		do(w, w.operator, registrar.CreateRegistrar{Registrar: abroad})
		if i := do(w, superUser("abroad"), ledger.CreateInvoice{Amount: money.EUR(10_00)}); i.VAT != 0 || i.Total() != money.EUR(10_00) {
			t.Errorf("abroad: %+v", i)
		}
		w.audit()
	})
}

func TestInvoicesNeedTheBillingRole(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		i := do(w, superUser("shop"), ledger.CreateInvoice{Amount: money.EUR(10_00)})
		epp := registry.Actor{Registrar: "shop", Roles: []registry.Role{registry.RoleEPP}}
		customer := w.alice
		customer.Roles = []registry.Role{registry.RoleSuper}
		w.wantNoEffect(func() {
			for _, by := range []registry.Actor{{}, epp, customer} {
				wantFault(w, by, ledger.CreateInvoice{Amount: money.EUR(10_00)}, registry.ErrRole)
				wantFault(w, by, ledger.CancelInvoice{ID: i.ID}, registry.ErrRole)
				wantQueryFault(w, by, ledger.InvoiceInfo{ID: i.ID}, registry.ErrRole)
				wantQueryFault(w, by, ledger.ListInvoices{}, registry.ErrRole)
				wantQueryFault(w, by, access.ListRegistrarUsers{}, registry.ErrRole)
				wantQueryFault(w, by, access.ListAccess{}, registry.ErrRole)
			}
			other := superUser("other")
			wantFault(w, other, ledger.CancelInvoice{ID: i.ID}, registry.ErrNoInvoice)
			wantFault(w, other, ledger.SendInvoice{ID: i.ID, To: "b@b.example"}, registry.ErrNoInvoice)
			wantQueryFault(w, other, ledger.InvoiceInfo{ID: i.ID}, registry.ErrNoInvoice)
			for _, bad := range []money.Amount{{}, money.EUR(0), money.EUR(-1), money.EUR(1 << 62), {Minor: 100, Currency: "USD"}} {
				wantFault(w, superUser("shop"), ledger.CreateInvoice{Amount: bad}, registry.ErrRange)
			}
		})
	})
}

func TestALowDepositMakesOneInvoice(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		shop := superUser("shop")
		w.Billing.VAT = 24_000
		do(w, shop, ledger.SetAutoReload{Reload: &registry.Reload{Amount: 50_00, Threshold: w.deposit("shop")}})
		invoices := func() []registry.Invoice { return ask(w, shop, ledger.ListInvoices{}).Invoices }
		if n := len(invoices()); n != 0 {
			t.Fatalf("%d invoices while the deposit is at its threshold", n)
		}
		do(w, w.alice, create("a.example"))
		do(w, w.alice, create("b.example"))
		list := invoices()
		if len(list) != 1 || !list[0].Reload || list[0].Subtotal() != money.EUR(50_00) {
			t.Fatalf("%+v", list)
		}
		if m := ask(w, shop, registrar.ListMessages{Unread: true}); len(m) != 1 || m[0].Verb != "reload" {
			t.Errorf("messages: %+v", m)
		}

		// A purchase that fails creates no invoice.
		do(w, shop, ledger.CancelInvoice{ID: list[0].ID})
		w.wantNoEffect(func() { wantFault(w, w.carol, create("much-too-dear.example"), registry.ErrLowBalance) })
		do(w, w.alice, create("c.example"))
		if n := len(invoices()); n != 2 {
			t.Errorf("%d invoices after the first was cancelled", n)
		}
		do(w, shop, ledger.SetAutoReload{})
		do(w, w.operator, ledger.PayInvoice{Number: 2})
		do(w, w.alice, create("d.example"))
		if n := len(invoices()); n != 2 {
			t.Errorf("%d invoices after all", n)
		}
		wantFault(w, shop, ledger.SetAutoReload{Reload: &registry.Reload{Amount: 0, Threshold: 1}}, registry.ErrRange)
		wantFault(w, shop, ledger.SetAutoReload{Reload: &registry.Reload{Amount: 1, Threshold: -1}}, registry.ErrRange)
		wantFault(w, w.alice, ledger.SetAutoReload{}, registry.ErrRole)
	})
}

func TestConcurrentInvoicesHaveDistinctNumbers(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		var wait sync.WaitGroup
		for i := range 10 {
			wait.Go(func() {
				r := []registry.RegistrarID{"shop", "other"}[i%2]
				if _, err := command.Do(context.Background(), w.Runner, superUser(r), ledger.CreateInvoice{Amount: money.EUR(10_00)}); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		var numbers []int64
		for _, r := range []registry.RegistrarID{"shop", "other"} {
			for _, i := range ask(w, superUser(r), ledger.ListInvoices{}).Invoices {
				numbers = append(numbers, i.Number)
			}
		}
		slices.Sort(numbers)
		if !slices.Equal(numbers, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) {
			t.Errorf("numbers %v", numbers)
		}
	})
}

func TestConcurrentPurchasesMakeOneInvoice(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, superUser("shop"), ledger.SetAutoReload{Reload: &registry.Reload{Amount: 50_00, Threshold: w.deposit("shop")}})
		var wait sync.WaitGroup
		for i := range 10 {
			wait.Go(func() {
				by := []registry.Actor{w.alice, w.bob}[i%2]
				if _, err := command.Do(context.Background(), w.Runner, by, create(string(rune('a'+i))+".example")); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := ask(w, superUser("shop"), ledger.ListInvoices{}).Count; n != 1 {
			t.Errorf("%d invoices", n)
		}
		w.audit()
	})
}

func TestAddressListChangesApplyAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.AddressLists = true
		secret, err := w.HashPassword("a long secret")
		if err != nil {
			t.Fatal(err)
		}
		do(w, w.operator, access.CreateUser{PasswordHash: secret, User: registry.User{Realm: "registrar", Login: "boss", Registrar: "shop"}})
		from := func(address string, want error) {
			t.Helper()
			_, err := access.Login(t.Context(), w.Runner, "registrar", "boss", "a long secret", address)
			if !errors.Is(err, want) {
				t.Errorf("from %s: %v, want %v", address, err, want)
			}
		}
		shop := superUser("shop")
		from("198.51.100.1", nil)
		home := do(w, shop, access.AddAccess{Address: "192.0.2.0/30", Interfaces: []registry.Interface{"api"}})
		portal := do(w, shop, access.AddAccess{Address: "203.0.113.1", Interfaces: []registry.Interface{"registrar"}})
		six := do(w, shop, access.AddAccess{Address: "2001:db8::/64", Interfaces: []registry.Interface{"api", "registrar"}})
		from("198.51.100.1", nil) // until an operator commits them
		operator := w.operator
		operator.Registrar = "shop"
		do(w, operator, access.CommitAccess{})
		from("198.51.100.1", registry.ErrAddress)
		from("203.0.113.1", registry.ErrAddress) // registrar portal only
		from("192.0.2.3", nil)
		from("2001:db8::ffff:1", nil)
		from("2001:db8:0:1::1", registry.ErrAddress)
		do(w, shop, access.UpdateAccess{ID: portal.ID, Interfaces: []registry.Interface{"api"}})
		from("203.0.113.1", registry.ErrAddress)
		do(w, operator, access.CommitAccess{ID: portal.ID})
		from("203.0.113.1", nil)
		do(w, shop, access.RemoveAccess{ID: home.ID})
		from("192.0.2.3", registry.ErrAddress)
		wantFault(w, superUser("other"), access.RemoveAccess{ID: six.ID}, registry.ErrNoAccess)
		do(w, shop, access.RemoveAccess{ID: six.ID})
		do(w, shop, access.RemoveAccess{ID: portal.ID})
		from("198.51.100.1", nil)
	})
}

func TestUsersCannotRemoveTheOperatorsAddresses(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		operators := netip.MustParsePrefix("198.51.100.0/28")
		do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "third", Currency: "EUR", Allow: []netip.Prefix{operators}}})
		a := do(w, superUser("third"), access.AddAccess{Address: "192.0.2.1", Interfaces: []registry.Interface{"api"}})
		operator := w.operator
		operator.Registrar = "third"
		do(w, operator, access.CommitAccess{})
		allow := func() []netip.Prefix { return ask(w, superUser("third"), access.ListAccess{}).Allow }
		if got := allow(); !slices.Equal(got, []netip.Prefix{operators, a.Prefix}) {
			t.Errorf("allowed: %v", got)
		}
		do(w, superUser("third"), access.RemoveAccess{ID: a.ID})
		same := do(w, superUser("third"), access.AddAccess{Address: operators.String(), Interfaces: []registry.Interface{"api"}})
		do(w, superUser("third"), access.RemoveAccess{ID: same.ID})
		if got := allow(); !slices.Equal(got, []netip.Prefix{operators}) {
			t.Errorf("allowed: %v", got)
		}
	})
}
