package command_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestATransferWithARegistrantOfTheGainingSide(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, create("a.fr"))
		holder, _ := twoContacts(w, w.other)
		do(w, w.other, transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo, Registrant: holder})
		if d := do(w, w.alice, transfer.ApproveTransfer{Name: "a.fr"}).Domain; d.Registrant != holder {
			t.Errorf("registrant %s", d.Registrant)
		}
		again := do(w, w.alice, create("b.fr"))
		do(w, w.other, transfer.RequestTransfer{Name: "b.fr", AuthInfo: again.AuthInfo, Registrant: holder})
		do(w, w.other, object.DeleteDomain{Name: "a.fr"})
		w.wait(36 * day) // holder is in use until a.fr is released; b.fr was transferred meanwhile
		if d := ask(w, w.other, object.DomainInfo{Name: "b.fr"}).Domain; d.Registrant != holder {
			t.Errorf("registrant %s", d.Registrant)
		}
		third := do(w, w.alice, create("c.fr"))
		fleeting, _ := twoContacts(w, w.other)
		do(w, w.other, transfer.RequestTransfer{Name: "c.fr", AuthInfo: third.AuthInfo, Registrant: fleeting})
		do(w, w.other, contact.DeleteContact{ID: fleeting})
		w.wait(8 * day)
		if d := ask(w, w.other, object.DomainInfo{Name: "c.fr"}).Domain; d.Registrant == fleeting || d.Registrant == "" {
			t.Errorf("registrant %q", d.Registrant)
		}
	})
}

func TestACopyThatWasChangedIsNotUsedAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		holder, _ := twoContacts(w, w.alice)
		var copies []registry.ContactID
		for _, n := range []string{"a.tk", "b.tk"} { // transferred at once
			made := do(w, w.alice, object.CreateDomain{Name: n, Hosted: true, Registrant: holder})
			d := do(w, w.bob, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo}).Domain
			copies = append(copies, d.Registrant)
			do(w, w.bob, contact.UpdateContact{ID: d.Registrant, Patch: contact.ContactPatch{Email: ptr("b@b.example")}})
		}
		if copies[0] == copies[1] {
			t.Errorf("copies %v", copies)
		}
	})
}

func TestAnAutomaticRenewalIsPaidBackToTheLosingSide(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, object.CreateDomain{Name: "a.example", Hosted: true, AutoRenew: ptr(true)})
		w.wait(370 * day)
		w.wantBalance(w.alice, "1976.00 0.00 1")
		do(w, w.bob, transfer.RequestTransfer{Name: "a.example", AuthInfo: made.AuthInfo})
		do(w, w.alice, transfer.ApproveTransfer{Name: "a.example"})
		w.wantBalance(w.alice, "1988.00 0.00 0")
		w.wantBalance(w.bob, "1988.00 0.00 1")
		if d := ask(w, w.bob, object.DomainInfo{Name: "a.example"}).Domain; d.Expires != startTime.AddDate(2, 0, 0) {
			t.Errorf("until %s", d.Expires)
		}
		w.audit()
	})
}

func TestAdvanceGoesOnAfterATransfer(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(false)})
		do(w, w.other, transfer.RequestTransfer{Name: "a.fr", AuthInfo: made.AuthInfo})
		w.wait(3 * 365 * day) // approved, expired and released, all not advanced yet
		w.wantBalance(w.alice, "1992.00 0.00 0")
		w.wantBalance(w.other, "99993.20 0.00 0")
		wantQueryFault(w, w.other, object.DomainInfo{Name: "a.fr"}, registry.ErrNoName)
		var verbs []string
		for _, c := range w.changes() {
			if c.Key == "a.fr" {
				verbs = append(verbs, string(c.Verb))
			}
		}
		if got := strings.Join(verbs, " "); got != "create transfer-request transfer expire release" {
			t.Errorf("log: %s", got)
		}
	})
}

func TestApprovedAndRejectedAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		for _, n := range []string{"a.fr", "b.fr", "c.fr"} {
			made := do(w, w.alice, create(n))
			do(w, w.other, transfer.RequestTransfer{Name: n, AuthInfo: made.AuthInfo})
			var won, lost atomic.Int32
			var wg sync.WaitGroup
			for i := range 12 {
				wg.Go(func() {
					by, answer := w.alice, command.Command[object.TransferResult](transfer.ApproveTransfer{Name: n})
					switch i % 3 {
					case 1:
						answer = transfer.RejectTransfer{Name: n}
					case 2:
						by, answer = w.other, transfer.CancelTransfer{Name: n}
					}
					switch _, err := command.Do(context.Background(), w.Runner, by, answer); {
					case err == nil:
						won.Add(1)
					case errors.Is(err, registry.ErrNoTransfer), errors.Is(err, registry.ErrNotYours):
						lost.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 || lost.Load() != 11 {
				t.Errorf("won %d, lost %d", won.Load(), lost.Load())
			}
			w.audit()
		}
	})
}
