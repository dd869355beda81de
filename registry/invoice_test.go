package registry_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestPaymentReference(t *testing.T) {
	// Computed by hand: 1234561 has the sum 1·7+6·3+5·1+4·7+3·3+2·1+1·7 = 76, so its check digit is 4.
	for n, want := range map[int64]string{1: "13", 2: "26", 10: "107", 1234561: "12345614"} {
		if got := registry.PaymentReference(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestVATRate(t *testing.T) {
	home := func(vat, country string) registry.Business {
		return registry.Business{VATNo: vat, Address: registry.Postal{Country: country}}
	}
	b := registry.Billing{VAT: 24_000, Seller: home("EE1", "EE")}
	for _, c := range []struct {
		buyer registry.Business
		want  int64
	}{{home("EE2", "EE"), 24_000}, {home("", "EE"), 24_000}, {home("FR1", "FR"), 0}, {home("", "FR"), 24_000}, {home("FR1", ""), 24_000}, {home("", ""), 24_000}} {
		if got := b.VATRate(c.buyer); got != c.want {
			t.Errorf("VAT rate of %+v: %d, want %d", c.buyer, got, c.want)
		}
	}
}

func TestTotalIsSubtotalPlusTax(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := registry.Invoice{Currency: "EUR", VAT: rapid.Int64Range(0, 100_000).Draw(t, "VAT")}
		for range rapid.IntRange(1, 5).Draw(t, "items") {
			i.Items = append(i.Items, registry.InvoiceItem{
				Count: rapid.Int64Range(1, 100).Draw(t, "count"), Price: rapid.Int64Range(0, 1_000_000_00).Draw(t, "price"),
			})
		}
		sub := i.Subtotal()
		if i.Total() != sub.Plus(i.Tax(sub)) || i.Tax(sub).Minor < 0 || i.Tax(sub).Cmp(sub) > 0 {
			t.Fatalf("subtotal %s and tax %s, total %s", sub, i.Tax(sub), i.Total())
		}
	})
	half := registry.Invoice{Currency: "EUR", VAT: 50_000}
	if got := half.Tax(money.EUR(1)); got != money.EUR(1) {
		t.Errorf("tax of half a cent: %s", got)
	}
}
