package command_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

func TestAPurchaseMovesMoneyTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		got := do(w, w.alice, create("a.fr"))
		w.wantBalance(w.alice, "1992.00 0.00 1")
		w.wantBalance(w.shop, "99993.20 0.00 0")
		if d := got.Domain; d.Registrant == "" || len(d.Nameservers) != 2 || !d.Hosted || len(got.AuthInfo) != 32 || d.Expires != startTime.AddDate(1, 0, 0).Add(12*time.Hour) {
			t.Errorf("got %+v", got)
		}
		var entries []money.Entry
		if err := w.Store.View(t.Context(), func(tx store.Tx) (err error) {
			entries, err = tx.Balances().Entries(money.Wallet(string(w.alice.Account)), 0, 0)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if e := entries[0]; len(e.Postings) != 4 || e.Memo != "create" || e.Object != "a.fr" {
			t.Errorf("statement: %+v", e)
		}
		w.audit()
	})
}

func TestCreateFailsWhenTheBalanceIsTooLow(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.wantNoEffect(func() {
			if f := wantFault(w, w.carol, create("a.fr"), registry.ErrLowBalance); f.Value != "5.00" {
				t.Errorf("balance in the fault: %q", f.Value)
			}
		})
		w.wantBalance(w.carol, "5.00 0.00 0")
	})
}

func TestFiftyConcurrentCreatesRegisterTheNameOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for i := range 50 {
			by := []registry.Actor{w.alice, w.bob}[i%2]
			wg.Go(func() {
				switch _, err := command.Do(context.Background(), w.Runner, by, create("a.fr")); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, registry.ErrNameTaken):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || lost.Load() != 49 {
			t.Errorf("won %d, lost %d", won.Load(), lost.Load())
		}
		w.audit()
	})
}

func TestNamesThatCannotBeBought(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.wantNoEffect(func() {
			for text, want := range map[string]*registry.Fault{
				"a_b.fr": registry.ErrNameSyntax, strings.Repeat("a", 64) + ".fr": registry.ErrNameSyntax, "": registry.ErrNameSyntax,
				"a.b.fr": registry.ErrTLD, "a.nowhere": registry.ErrTLD, "fr": registry.ErrTLD,
			} {
				wantFault(w, w.alice, create(text), want)
			}
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Term: registry.Years(11)}, registry.ErrTerm)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Term: registry.Months(3)}, registry.ErrTerm)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Registrant: "nobody"}, registry.ErrNoContact)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Statuses: []registry.StatusEntry{{Status: registry.ServerHold}}}, registry.ErrStatusClient)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Nameservers: []object.NS{{Host: "ns1.b.net"}, {Host: "ns2.b.net"}}}, registry.ErrNoHost)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", CreateHosts: true, Nameservers: []object.NS{{Host: "ns1.a.fr"}, {Host: "ns2.b.net"}}}, registry.ErrGlue)
			wantFault(w, w.alice, object.CreateDomain{Name: "a.fr", Forward: registry.Forward{URL: "javascript:alert(1)"}}, registry.ErrForward)
		})
	})
}

func TestOtherActorsCannotReadOrChangeAnAccountsObjects(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		record := do(w, w.alice, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "www", Type: "A", Value: "192.0.2.1", TTL: 60}})
		holder := do(w, w.alice, contact.CreateContact{Contact: registry.Contact{Postal: registry.Postal{Name: "A", City: "B", Country: "FR"}, Email: "a@a.example"}, Prefix: "X"})
		ns := do(w, w.alice, host.CreateHost{Name: "ns1.a.fr", Addrs: []string{"192.0.2.1"}})
		w.wantNoEffect(func() {
			for _, by := range []registry.Actor{w.bob, w.other, {}} {
				wantQueryFault(w, by, object.DomainInfo{Name: "a.fr"}, registry.ErrNotYours)
				wantQueryFault(w, by, object.DomainInfo{Name: "a.fr", AuthInfo: "guess"}, registry.ErrAuthInfo)
				wantQueryFault(w, by, zone.ListRecords{Domain: "a.fr"}, registry.ErrNotYours)
				wantQueryFault(w, by, contact.ContactInfo{ID: holder.Contact.ID}, registry.ErrNotYours)
				wantFault(w, by, object.RenewDomain{Name: "a.fr"}, registry.ErrNotYours)
				wantFault(w, by, object.UpdateDomain{Name: "a.fr", Label: ptr("mine")}, registry.ErrNotYours)
				wantFault(w, by, object.DeleteDomain{Name: "a.fr"}, registry.ErrNotYours)
				wantFault(w, by, object.RestoreDomain{Name: "a.fr"}, registry.ErrNotYours)
				wantFault(w, by, zone.CreateRecord{Domain: "a.fr"}, registry.ErrNotYours)
				wantFault(w, by, zone.UpdateRecord{ID: record.ID}, registry.ErrNoRecord)
				wantFault(w, by, zone.DeleteRecord{ID: record.ID}, registry.ErrNoRecord)
				wantFault(w, by, contact.UpdateContact{ID: holder.Contact.ID}, registry.ErrNotYours)
				wantFault(w, by, contact.DeleteContact{ID: holder.Contact.ID}, registry.ErrNotYours)
				if by.Registrar != "" {
					wantFault(w, by, object.CreateDomain{Name: "b.fr", Registrant: holder.Contact.ID}, registry.ErrNoContact)
				}
				wantFault(w, by, host.UpdateHost{Name: string(ns.Name)}, registry.ErrNotYours)
				wantFault(w, by, host.DeleteHost{Name: string(ns.Name)}, registry.ErrNotYours)
				wantFault(w, by, host.CreateHost{Name: "ns2.a.fr"}, registry.ErrNotYours)
				wantFault(w, by, ledger.Deposit{Registrar: "shop"}, registry.ErrRole)
			}
			if list := ask(w, w.bob, object.ListDomains{}); len(list) != 0 {
				t.Errorf("domains of bob: %v, want none", list)
			}
			if list := ask(w, w.bob, object.ListDomains{DomainFilter: object.DomainFilter{Account: "alice", Registrar: "shop"}}); len(list) != 0 {
				t.Errorf("bob lists alice's domains: %v", list)
			}
		})
		if list := ask(w, w.shop, object.ListDomains{}); len(list) != 1 {
			t.Errorf("domains of the registrar: %v, want 1", list)
		}
	})
}

func TestGracePeriodsRefundAndRestore(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		contact := do(w, w.other, contact.CreateContact{Prefix: "X", Contact: registry.Contact{Postal: registry.Postal{Name: "A", City: "B", Country: "FR"}, Email: "a@a.example"}})
		buy := object.CreateDomain{Name: "a.example", Registrant: contact.Contact.ID}
		do(w, w.other, buy)
		w.wantBalance(w.other, "99989.80 0.00 1")

		if d := do(w, w.other, object.DeleteDomain{Name: "a.example"}); d.Phase != registry.Released {
			t.Fatalf("deleted in the add period: %s", d.Phase)
		}
		w.wantBalance(w.other, "100000.00 0.00 0")

		do(w, w.other, buy)
		w.wait(6 * day)
		do(w, w.other, object.RenewDomain{Name: "a.example", Term: registry.Years(2)})
		w.wantBalance(w.other, "99969.40 0.00 1")
		if d := do(w, w.other, object.DeleteDomain{Name: "a.example"}); d.Phase != registry.Redemption || d.Expires != startTime.AddDate(1, 0, 0) {
			t.Fatalf("deleted in the renew period: %s until %s", d.Phase, d.Expires)
		}
		w.wantBalance(w.other, "99989.80 0.00 1")
		wantFault(w, w.other, object.RenewDomain{Name: "a.example"}, registry.ErrStatus)
		wantFault(w, w.other, object.DeleteDomain{Name: "a.example"}, registry.ErrStatus)
		wantFault(w, w.alice, create("a.example"), registry.ErrNameTaken)

		do(w, w.other, object.RestoreDomain{Name: "a.example"})
		w.wantBalance(w.other, "99938.80 0.00 1")
		w.wait(8 * day) // no restore report was sent
		do(w, w.other, object.RestoreDomain{Name: "a.example"})
		if d := do(w, w.other, object.ReportRestore{Name: "a.example"}); d.Phase != registry.Active {
			t.Fatalf("reported: %s", d.Phase)
		}
		do(w, w.other, object.DeleteDomain{Name: "a.example"})
		w.wait(30 * day)
		wantFault(w, w.other, object.RestoreDomain{Name: "a.example"}, registry.ErrNotRedeemable)
		w.wait(5 * day)
		w.wantBalance(w.other, "99887.80 0.00 0")
		do(w, w.alice, create("a.example"))
	})
}

func TestAutorenewStopsWhenTheBalanceIsTooLow(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.shop, ledger.Credit{Account: "carol", Amount: euros(12)})
		do(w, w.carol, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(true)})
		w.wantBalance(w.carol, "9.00 0.00 1")
		w.now = w.now.AddDate(3, 0, 0) // no AdvanceDomain for three years; the balance pays for one renewal
		wantQueryFault(w, w.carol, object.DomainInfo{Name: "a.fr"}, registry.ErrNoName)
		w.wait(0)
		w.wantBalance(w.carol, "1.00 0.00 0")
	})
}

func TestReadsDoNotWaitForAdvanceDomain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(false)})
		w.now = startTime.AddDate(1, 0, 0).Add(12 * time.Hour)
		if d := ask(w, w.alice, object.DomainInfo{Name: "a.fr"}).Domain; d.Phase != registry.Redemption || d.Delegated() {
			t.Errorf("at expiry: %s", d.Phase)
		}
		w.wantBalance(w.alice, "1992.00 0.00 1")
		w.now = w.now.Add(30 * day)
		w.wantBalance(w.alice, "1992.00 0.00 0")
		wantQueryFault(w, w.alice, object.DomainInfo{Name: "a.fr"}, registry.ErrNoName)
		if a := ask(w, w.bob, object.CheckDomains{Names: []string{"a.fr"}}); a[0].Fault != nil {
			t.Errorf("released: %v", a[0].Fault)
		}
		do(w, w.bob, create("a.fr")) // stores the due transitions first
		w.wantBalance(w.alice, "1992.00 0.00 0")
		w.audit()
	})
}

func TestANameInOpenRedemptionCanBeRegistered(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		free := object.CreateDomain{Name: "a.tk", Plan: registry.PlanFree, Hosted: true}
		d := do(w, w.alice, free).Domain
		w.wantBalance(w.alice, "2000.00 0.00 1")
		if want := registry.Months(3).After(startTime); d.Expires != want || d.AutoRenew {
			t.Errorf("expires %s, want %s", d.Expires, want)
		}
		wantFault(w, w.alice, object.RenewDomain{Name: "a.tk"}, registry.ErrRenewEarly)
		do(w, w.alice, object.DeleteDomain{Name: "a.tk"})
		do(w, w.alice, object.RestoreDomain{Name: "a.tk"})
		do(w, w.alice, object.DeleteDomain{Name: "a.tk"})
		do(w, w.bob, free)
		wantQueryFault(w, w.alice, object.DomainInfo{Name: "a.tk"}, registry.ErrNotYours)
		w.wantBalance(w.alice, "2000.00 0.00 0")
		w.wantBalance(w.bob, "2000.00 0.00 1")
		w.audit()
	})
}

func TestUpdateDomain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		update := object.UpdateDomain{Name: "a.fr", CreateHosts: true, Nameservers: &[]object.NS{{Host: "NS1.b.net."}, {Host: "ns2.b.net"}}}
		got := do(w, w.alice, update).Domain
		if got.Hosted || len(got.Nameservers) != 2 || got.Nameservers[0].Host != "ns1.b.net" || got.Nameservers[0].ID == 0 {
			t.Errorf("got %+v", got.Nameservers)
		}
		again := do(w, w.alice, update).Domain
		if again.Nameservers[1].ID != got.Nameservers[1].ID {
			t.Error("an unchanged name server got another ID")
		}
		lock := object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ClientUpdateProhibited}}}}
		do(w, w.alice, lock)
		wantFault(w, w.alice, lock, registry.ErrStatus)
		wantFault(w, w.alice, update, registry.ErrStatus)
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Label: ptr("a label is not part of the object")})
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{{Status: registry.ClientUpdateProhibited}}}})
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{{Status: registry.ClientHold}}}}, registry.ErrNotAssociated)
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ServerHold}}}}, registry.ErrStatusClient)
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", AddNS: []object.NS{{Host: "ns1.b.net"}}}, registry.ErrExists)
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", RemNS: []string{"ns3.b.net"}}, registry.ErrNotAssociated)
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", Nameservers: &[]object.NS{{Host: "ns1.b.net"}, {Host: "ns1.b.net"}}}, registry.ErrNSDuplicate)
		do(w, w.operator, object.UpdateDomain{Name: "a.fr", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ServerHold}}}})
		if d := ask(w, w.alice, object.DomainInfo{Name: "a.fr"}).Domain; d.Delegated() {
			t.Error("a name on serverHold is delegated")
		}
		back := do(w, w.alice, object.UpdateDomain{Name: "a.fr", Hosted: true}).Domain
		if !back.Hosted || back.Nameservers[0].Host != "ns1.shop.net" {
			t.Errorf("name servers of the storefront: %+v", back.Nameservers)
		}
		w.audit()
	})
}

func TestAuthInfoIsNeverInTheChangeLog(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		secret := do(w, w.alice, object.CreateDomain{Name: "a.fr", AuthInfo: "s3cret-authinfo"}).AuthInfo
		if got := ask(w, w.alice, object.DomainInfo{Name: "a.fr"}).AuthInfo; got != secret {
			t.Errorf("its owner reads %q", got)
		}
		if d := ask(w, w.bob, object.DomainInfo{Name: "a.fr", AuthInfo: secret}); d.AuthInfo != "" || d.Domain.Name != "a.fr" {
			t.Errorf("an actor with the authInfo reads %+v", d)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), "s3cret") || strings.Contains(strings.ToLower(string(c.After)), "authinfo") {
				t.Errorf("change %d: %s", c.Seq, c.After)
			}
		}
		w.Key = command.Key{2}
		if _, err := command.Ask(context.Background(), w.Runner, w.alice, object.DomainInfo{Name: "a.fr"}); err == nil {
			t.Error("the key of another environment unseals the authInfo")
		}
	})
}

func TestChangesAreInOrderAndNameTheActor(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		by := w.alice
		by.Frontend, by.Request, by.Address = "kifdom", "req-1", "192.0.2.1"
		do(w, by, create("a.fr"))
		all := w.changes()
		for i, c := range all {
			if c.Seq != uint64(i+1) {
				t.Fatalf("change %d has Seq %d", i+1, c.Seq)
			}
		}
		last := all[len(all)-1]
		if last.Verb != "create" || last.Kind != registry.KindDomain || last.Key != "a.fr" || last.By.Request != "req-1" || last.By.Account != "alice" {
			t.Errorf("got %+v", last)
		}
		if !last.At.Equal(w.now) {
			t.Errorf("at %s", last.At)
		}
	})
}
