package command_test

import (
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

func euros(n int64) money.Amount { return money.EUR(n * 100) }

func TestTheFirstInLineCatchesTheName(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(false)})
		do(w, w.alice, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "@", Type: "A", Value: "192.0.2.1", TTL: 60}})
		dave := w.account("dave", 100_00)
		do(w, w.bob, preorder.CreatePreorder{Name: "a.fr"})
		do(w, dave, preorder.CreatePreorder{Name: "a.fr"})
		w.wantBalance(w.bob, "1970.00 30.00 0")
		wantFault(w, w.bob, preorder.CreatePreorder{Name: "a.fr"}, registry.ErrPreordered)
		wantFault(w, w.alice, preorder.CreatePreorder{Name: "a.fr"}, registry.ErrAlreadySponsor)
		wantFault(w, w.bob, preorder.CreatePreorder{Name: "free.fr"}, registry.ErrNameAvailable)
		wantFault(w, w.bob, preorder.CreatePreorder{Name: "a.nowhere"}, registry.ErrTLD)
		wantFault(w, w.carol, preorder.CreatePreorder{Name: "a.fr"}, registry.ErrLowBalance)
		wantFault(w, w.shop, preorder.CreatePreorder{Name: "a.fr"}, registry.ErrUnsupported)

		w.wait(365*day + 12*time.Hour)
		w.wantBalance(w.bob, "1970.00 30.00 0")
		w.wait(30 * day)
		w.wantBalance(w.alice, "1992.00 0.00 0")
		w.wantBalance(w.bob, "1970.00 0.00 1")
		w.wantBalance(dave, "100.00 0.00 0")
		d := ask(w, w.bob, object.DomainInfo{Name: "a.fr"})
		if d.Domain.Created != w.now || len(d.Records) != 0 {
			t.Errorf("bob's name: created %s, with %d of alice's records", d.Domain.Created, len(d.Records))
		}
		for by, want := range map[registry.AccountID]registry.PreorderState{"bob": registry.PreorderCaught, "dave": registry.PreorderMissed} {
			got := ask(w, registry.Actor{Registrar: "shop", Account: by}, preorder.ListPreorders{})
			if len(got) != 1 || got[0].State != want || got[0].Held != 0 {
				t.Errorf("%s: %+v", by, got)
			}
		}
	})
}

func TestAPreorderThatCannotPayIsSkipped(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(false)})
		dave := w.account("dave", 30_00)
		do(w, dave, preorder.CreatePreorder{Name: "a.fr"})
		do(w, w.bob, preorder.CreatePreorder{Name: "a.fr"})
		p := w.Policies["fr"] // the price rises while they wait
		p.Prices = registry.Prices{
			registry.ProductCreate: p.Prices[registry.ProductCreate], registry.ProductRenew: p.Prices[registry.ProductRenew],
			registry.ProductCatch: {registry.Years(1): registry.NewPrice(euros(31), 85)},
		}
		w.Policies["fr"] = p
		w.wait(396 * day)
		w.wantBalance(dave, "30.00 0.00 0")
		w.wantBalance(w.bob, "1969.00 0.00 1")
		if got := ask(w, dave, preorder.ListPreorders{}); got[0].State != registry.PreorderUnpaid {
			t.Errorf("dave: %+v", got)
		}
	})
}

func TestADeletedYoungNameIsCaughtAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.example"))
		do(w, w.bob, preorder.CreatePreorder{Name: "a.example"})
		w.wantBalance(w.bob, "1988.00 12.00 0")
		do(w, w.alice, object.DeleteDomain{Name: "a.example"})
		w.wantBalance(w.alice, "2000.00 0.00 0")
		w.wantBalance(w.bob, "1988.00 0.00 1")
		w.audit()
	})
}

func TestAPreorderWinsOverABuyerAtTheDrop(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, AutoRenew: ptr(false)})
		do(w, w.bob, preorder.CreatePreorder{Name: "a.fr"})
		w.now = w.now.Add(396 * day) // not advanced
		if a := ask(w, w.carol, object.CheckDomains{Names: []string{"a.fr"}}); a[0].Fault == nil {
			t.Error("a name with preorders is shown as available")
		}
		wantFault(w, w.account("dave", 100_00), create("a.fr"), registry.ErrNameTaken)
		w.wait(0)
		w.wantBalance(w.bob, "1970.00 0.00 1")
	})
}
