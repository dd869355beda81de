package command_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// setTransferLock adds or removes clientTransferProhibited.
func setTransferLock(n string, on bool) object.UpdateDomain {
	s := []registry.StatusEntry{{Status: registry.ClientTransferProhibited}}
	if on {
		return object.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Add: s}}
	}
	return object.UpdateDomain{Name: n, Statuses: command.Edit[registry.StatusEntry]{Rem: s}}
}

// twoContacts creates a registrant and another contact of by.
func twoContacts(w *fixture, by registry.Actor) (holder, helper registry.ContactID) {
	c := registry.Contact{Postal: registry.Postal{Name: "A", Street: []string{"1"}, City: "B", PostalCode: "1", Country: "FR"}, Email: "a@a.example"}
	holder = do(w, by, contact.CreateContact{Prefix: "AV-", Contact: c}).Contact.ID
	c.Postal.Name = "B"
	return holder, do(w, by, contact.CreateContact{Prefix: "AV-", Contact: c}).Contact.ID
}

func TestATransferWaitsForTheLosingSide(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		holder, helper := twoContacts(w, w.alice)
		made := do(w, w.alice, object.CreateDomain{
			Name: "a.example", Registrant: holder, Admin: []registry.ContactID{helper}, Tech: []registry.ContactID{holder, helper}, Label: "mine",
		})
		do(w, w.alice, host.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1"}})
		w.wait(10 * day)
		w.wantBalance(w.alice, "1988.00 0.00 1")

		got := do(w, w.other, transfer.RequestTransfer{Name: "a.example", AuthInfo: made.AuthInfo})
		if tr := got.Transfer; tr.State != registry.TransferPending || tr.Acted != w.now.Add(5*day) || tr.Losing != "shop" || tr.LosingAccount != "alice" || tr.Gaining != "other" {
			t.Errorf("got %+v", tr)
		}
		w.wantBalance(w.other, "99989.80 0.00 0")
		if d := ask(w, w.alice, object.DomainInfo{Name: "a.example"}).Domain; !slices.Contains(d.AllStatuses(), registry.StatusPendingTransfer) || d.Registrar != "shop" {
			t.Errorf("while it is pending: %s, %v", d.Registrar, d.AllStatuses())
		}
		wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.example", AuthInfo: made.AuthInfo}, registry.ErrTransferPending)
		wantFault(w, w.alice, object.DeleteDomain{Name: "a.example"}, registry.ErrStatus)
		for _, q := range []registry.Actor{w.alice, w.other} {
			if tr := ask(w, q, transfer.TransferQuery{Name: "a.example"}).Transfer; tr.ID != got.Transfer.ID {
				t.Errorf("query: %+v", tr)
			}
			if list := ask(w, q, transfer.ListTransfers{}); len(list) != 1 {
				t.Errorf("list: %+v", list)
			}
		}
		wantQueryFault(w, w.bob, transfer.TransferQuery{Name: "a.example"}, registry.ErrNotYours)
		ask(w, w.bob, transfer.TransferQuery{Name: "a.example", AuthInfo: made.AuthInfo})

		w.wait(5 * day)
		w.wantBalance(w.alice, "1988.00 0.00 0")
		w.wantBalance(w.other, "99989.80 0.00 1")
		d := ask(w, w.other, object.DomainInfo{Name: "a.example"})
		if d.Domain.Expires != startTime.AddDate(2, 0, 0) || d.Domain.Label != "" || d.AuthInfo == made.AuthInfo || d.AuthInfo == "" || d.Hosts[0].Registrar != "other" {
			t.Errorf("afterwards: %+v", d)
		}
		w.wantOwnContacts(w.other, d.Domain, 2)
		wantQueryFault(w, w.alice, object.DomainInfo{Name: "a.example"}, registry.ErrNotYours)
		wantQueryFault(w, w.alice, object.DomainInfo{Name: "a.example", AuthInfo: made.AuthInfo}, registry.ErrAuthInfo)
		w.wantTransferMessages("shop", "pending", "serverApproved")
		w.wantTransferMessages("other", "serverApproved")
	})
}

// wantOwnContacts fails unless d has n contacts, all of them by's.
func (w *fixture) wantOwnContacts(by registry.Actor, d registry.Domain, n int) {
	w.t.Helper()
	if ids := d.Contacts(); len(ids) != n || len(d.Tech) != n {
		w.t.Errorf("contacts: %v", ids)
	}
	for _, id := range d.Contacts() {
		if c := ask(w, by, contact.ContactInfo{ID: id}).Contact; c.Registrar != by.Registrar || c.Account != by.Account || !strings.HasPrefix(string(c.ID), "AV-") {
			w.t.Errorf("contact %+v", c)
		}
	}
}

// wantTransferMessages fails unless the messages of r about transfers, oldest first,
// end in words.
func (w *fixture) wantTransferMessages(r registry.RegistrarID, words ...string) {
	w.t.Helper()
	var got []string
	err := w.Store.View(context.Background(), func(tx store.Tx) error {
		all, err := tx.Messages().List(r, false, 0, 100)
		for _, m := range slices.Backward(all) {
			if _, word, ok := strings.Cut(m.Text, ": "); ok && m.Kind == registry.KindTransfer {
				got = append(got, word)
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if !slices.Equal(got, words) {
		w.t.Errorf("messages of %s: got %q, want %q", r, got, words)
	}
}

func TestAPendingTransferCanBeApprovedRejectedAndCancelled(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		for i, row := range []struct {
			by     registry.Actor
			answer command.Command[object.TransferResult]
			state  registry.TransferState
			gained bool
		}{
			{w.alice, transfer.ApproveTransfer{Name: "a0.fr"}, registry.TransferClientApproved, true},
			{w.shop, transfer.RejectTransfer{Name: "a1.fr", Reason: "unpaid"}, registry.TransferClientRejected, false},
			{w.other, transfer.CancelTransfer{Name: "a2.fr"}, registry.TransferClientCancelled, false},
			{w.operator, transfer.ApproveTransfer{Name: "a3.fr"}, registry.TransferServerApproved, true},
			{w.operator, transfer.RejectTransfer{Name: "a4.fr"}, registry.TransferServerCancelled, false},
		} {
			n := "a" + string(rune('0'+i)) + ".fr"
			made := do(w, w.alice, create(n))
			before := w.balance(w.other)
			do(w, w.other, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo})
			w.wantNoEffect(func() {
				for _, by := range []registry.Actor{w.bob, {}} {
					wantFault(w, by, transfer.ApproveTransfer{Name: n}, registry.ErrNotYours)
					wantFault(w, by, transfer.RejectTransfer{Name: n}, registry.ErrNotYours)
					wantFault(w, by, transfer.CancelTransfer{Name: n}, registry.ErrNotYours)
				}
				wantFault(w, w.other, transfer.ApproveTransfer{Name: n}, registry.ErrNotYours)
				wantFault(w, w.alice, transfer.CancelTransfer{Name: n}, registry.ErrNotYours)
			})
			got := do(w, row.by, row.answer)
			if got.Transfer.State != row.state || got.Transfer.Acted != w.now {
				t.Errorf("%T: %+v", row.answer, got.Transfer)
			}
			if (got.Domain.Registrar == "other") != row.gained || (w.balance(w.other) == before) == row.gained {
				t.Errorf("%T: %s, balance %s", row.answer, got.Domain.Registrar, w.balance(w.other))
			}
			wantFault(w, w.operator, transfer.RejectTransfer{Name: n}, registry.ErrNoTransfer)
			w.audit()
		}
		if list := ask(w, w.alice, transfer.ListTransfers{}); len(list) != 5 || list[3].Reason != "unpaid" {
			t.Errorf("list: %+v", list)
		}
	})
}

func TestTransferRequestsThatAreRefused(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, create("a.fr"))
		right := transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo}
		w.wantNoEffect(func() {
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.fr", AuthInfo: "wrong"}, registry.ErrAuthInfo)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.fr"}, registry.ErrAuthInfo)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "b.fr", AuthInfo: made.AuthInfo}, registry.ErrNoName)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.nowhere", AuthInfo: made.AuthInfo}, registry.ErrTLD)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo, Term: registry.Years(2)}, registry.ErrTerm)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo, Registrant: "nobody"}, registry.ErrNoContact)
			wantFault(w, w.alice, right, registry.ErrAlreadySponsor)
			wantFault(w, w.shop, right, registry.ErrAlreadySponsor)
			wantFault(w, registry.Actor{}, right, registry.ErrRole)
			if f := wantFault(w, w.carol, right, registry.ErrLowBalance); f.Value != "5.00" {
				t.Errorf("balance: %q", f.Value)
			}
		})
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", AuthInfo: ptr("")})
		wantFault(w, w.bob, transfer.RequestTransfer{Name: "a.fr"}, registry.ErrAuthInfo)
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", AuthInfo: &made.AuthInfo})
		do(w, w.alice, setTransferLock("a.fr", true))
		wantFault(w, w.bob, right, registry.ErrStatus)
		do(w, w.alice, setTransferLock("a.fr", false))
		do(w, w.alice, object.DeleteDomain{Name: "a.fr"})
		wantFault(w, w.bob, right, registry.ErrStatus)
		w.audit()
	})
}

// Who gives a name away is the account that has it, whoever sponsors both sides
// (docs/contracts/freenom.md F-r). In the five free TLDs it is done at once.
func TestATransferWithinOneRegistrarWaitsForTheLosingAccount(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		holder, helper := twoContacts(w, w.alice)
		names := []string{"a.fr", "b.fr", "c.tk"}
		for _, n := range names {
			made := do(w, w.alice, object.CreateDomain{
				Name: n, Hosted: true, Registrant: holder, Admin: []registry.ContactID{holder}, Tech: []registry.ContactID{holder, helper},
			})
			got := do(w, w.bob, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo})
			if n != "c.tk" {
				if got.Transfer.State != registry.TransferPending || got.Domain.Account != "alice" {
					t.Fatalf("%s: %+v", n, got)
				}
				wantFault(w, w.bob, transfer.ApproveTransfer{Name: n}, registry.ErrNotYours)
				got = do(w, w.alice, transfer.ApproveTransfer{Name: n})
			}
			if !got.Transfer.State.Approved() || got.Domain.Account != "bob" {
				t.Fatalf("%s: %+v", n, got)
			}
			w.wantOwnContacts(w.bob, got.Domain, 2)
			wantFault(w, w.bob, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo}, registry.ErrAlreadySponsor)
			wantFault(w, w.alice, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo}, registry.ErrAuthInfo)
		}
		if list := ask(w, w.bob, contact.ListContacts{}); len(list) != 3 { // his own, and one copy of each
			t.Errorf("bob's contacts: %d", len(list))
		}
		w.wantBalance(w.bob, "1974.05 0.00 3")
		w.audit()
	})
}
