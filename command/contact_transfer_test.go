package command_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/clock"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

func (w *fixture) createContact(by registry.Actor, id registry.ContactID, secret string) registry.Contact {
	return do(w, by, contact.CreateContact{AuthInfo: secret, NoAuthInfo: true, Contact: registry.Contact{
		ID: id, Postal: registry.Postal{Name: "Alice", City: "Exampleton", Country: "FR"}, Email: "alice@a.example",
	}}).Contact
}

// New domains have the repository identifier of their TLD, other objects that of the
// registry.
func TestROIDsEndWithTheRepository(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.Repository = "REG"
		p := w.Policies["example"]
		p.Repository = "EX"
		w.Policies["example"] = p
		c := w.createContact(w.shop, "SH-1", "")
		d := do(w, w.shop, object.CreateDomain{Name: "a.example", Registrant: "SH-1"}).Domain
		other := do(w, w.shop, object.CreateDomain{Name: "a.fr", Registrant: "SH-1"}).Domain
		if got := []string{c.ROID, d.ROID, other.ROID}; !strings.HasSuffix(got[0], "-REG") || !strings.HasSuffix(got[1], "-EX") || !strings.HasSuffix(got[2], "-REG") {
			t.Errorf("%q", got)
		}
	})
}

const strongAuthInfo = "Strong-Enough-4-You!!"

func TestAnUnansweredContactTransferIsApprovedByTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.createContact(w.shop, "SH-1", strongAuthInfo)
		requested := do(w, w.other, contact.RequestContactTransfer{ID: "SH-1", AuthInfo: strongAuthInfo})
		if requested.State != registry.TransferPending || requested.Losing != "shop" || requested.Gaining != "other" {
			t.Fatalf("requested: %+v", requested)
		}
		wantFault(w, w.shop, contact.UpdateContact{ID: "SH-1", Patch: contact.ContactPatch{Email: ptr("b@a.example")}}, registry.ErrStatus)
		if next := ask(w, w.operator, clock.NextDue{}); !next.Equal(requested.Acted) || !next.Equal(w.now.Add(registry.ContactTransferWait)) {
			t.Errorf("due %s, want %s", next, requested.Acted)
		}
		w.now = requested.Acted
		if c := ask(w, w.other, contact.ContactInfo{ID: "SH-1"}).Contact; c.Registrar != "other" { // projected: the outcome is not stored yet
			t.Errorf("sponsor %s", c.Registrar)
		}
		wantQueryFault(w, w.shop, contact.ContactInfo{ID: "SH-1"}, registry.ErrNotYours)
		if due := ask(w, w.operator, contact.DueContacts{Limit: 10}); len(due) != 1 {
			t.Fatalf("due: %v", due)
		}
		scheduler := registry.Actor{Scheduled: true}
		if n := do(w, scheduler, contact.AdvanceContact{ID: "SH-1"}); n != 1 {
			t.Errorf("%d transitions, want 1", n)
		}
		if n := do(w, scheduler, contact.AdvanceContact{ID: "SH-1"}); n != 0 {
			t.Errorf("%d more transitions, want 0", n)
		}
		if due := ask(w, w.operator, contact.DueContacts{Limit: 10}); len(due) != 0 {
			t.Errorf("still due: %v", due)
		}
		for _, r := range []registry.Actor{w.shop, w.other} {
			if list := ask(w, r, registrar.ListMessages{Limit: 10}); len(list) == 0 || list[0].Kind != registry.KindTransfer {
				t.Errorf("%s got no message: %v", r.Registrar, list)
			}
		}
		do(w, w.other, contact.UpdateContact{ID: "SH-1", Patch: contact.ContactPatch{Email: ptr("b@a.example")}})
		wantFault(w, w.shop, contact.RequestContactTransfer{ID: "SH-1", AuthInfo: strongAuthInfo}, registry.ErrAuthInfo) // the transfer changed the authInfo
	})
}

func TestMoveClockAdvancesContactsAtTheirOwnInstants(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.Clock = nil
		w.createContact(w.shop, "SH-1", strongAuthInfo)
		requested := do(w, w.other, contact.RequestContactTransfer{ID: "SH-1", AuthInfo: strongAuthInfo})
		moved := do(w, w.operator, clock.MoveClock{To: requested.Acted.Add(time.Hour), Limit: 10})
		if !moved.Done {
			t.Errorf("MoveClock: %+v, want Done", moved)
		}
		c := ask(w, w.other, contact.ListContacts{})
		if len(c) != 1 || !c[0].Transferred.Equal(requested.Acted) {
			t.Errorf("contacts of the gaining side: %+v, want one since %s", c, requested.Acted)
		}
	})
}

func TestALowDepositIsReportedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "low", Name: "Low", Currency: "EUR", LowBalance: 90_00}})
		do(w, w.operator, ledger.Deposit{Registrar: "low", Amount: money.EUR(100_20)})
		low := registry.Actor{Registrar: "low"}
		w.createContact(low, "LO-1", "")
		for i, n := range []string{"a.example", "b.example", "c.example"} { // 10.20 each: 90.00, 79.80, 69.60
			do(w, low, object.CreateDomain{Name: n, Registrant: "LO-1"})
			if got, want := len(ask(w, low, registrar.ListMessages{Limit: 10})), min(i, 1); got != want {
				t.Errorf("%d messages after %s, want %d", got, n, want)
			}
		}
	})
}

func TestSponsorsGetMessagesAboutOperatorChanges(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.createContact(w.shop, "SH-1", "")
		do(w, w.shop, object.CreateDomain{Name: "a.example", Registrant: "SH-1"})
		hold := command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.ClientHold}}}
		do(w, w.shop, object.UpdateDomain{Name: "a.example", Statuses: hold})
		if list := ask(w, w.shop, registrar.ListMessages{Limit: 10}); len(list) != 0 {
			t.Errorf("message about its own change: %v", list)
		}
		hold.Add[0].Status = registry.ServerHold
		do(w, w.operator, object.UpdateDomain{Name: "a.example", Statuses: hold})
		list := ask(w, w.shop, registrar.ListMessages{Limit: 10})
		if len(list) != 1 || list[0].Key != "a.example" || !list[0].By.Operator() || len(list[0].Data) == 0 {
			t.Errorf("messages: %+v", list)
		}
	})
}

func TestRequireFeeRefusesALowerFee(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.createContact(w.shop, "SH-1", "")
		buy := command.Command[object.Registration](object.CreateDomain{Name: "a.example", Registrant: "SH-1"})
		for _, fee := range []money.Amount{money.EUR(10_19), money.EUR(0), {Minor: 10_20, Currency: "USD"}} {
			w.wantNoEffect(func() { wantFault(w, w.shop, object.RequireFee(fee, buy), registry.ErrFee) })
		}
		if r := do(w, w.shop, object.RequireFee(money.EUR(99_00), buy)); r.Cost() != money.EUR(10_20) {
			t.Errorf("charged %v", r.Cost())
		}
		do(w, w.shop, object.RequireFee(money.EUR(10_20), command.Command[object.Registration](object.RenewDomain{Name: "a.example"})))
	})
}
