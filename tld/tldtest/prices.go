package tldtest

import (
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

// CheckPrices compares a price list with want. Each line of want has a product, a
// term ("-" for none), and the retail and wholesale price in EUR, or "none" if the
// product is not for sale.
func CheckPrices(t *testing.T, list registry.Prices, want string) {
	t.Helper()
	for l := range strings.Lines(want) {
		f := strings.Fields(l)
		if len(f) == 0 {
			continue
		}
		var term registry.Term
		if f[1] != "-" {
			var err error
			if term, err = registry.ParseTerm(f[1]); err != nil {
				t.Fatal(err)
			}
		}
		got := "none"
		if price, ok := list.Of(registry.Product(f[0]), term); ok {
			got = price.Retail.String() + " " + price.Wholesale.String()
			got = strings.ReplaceAll(got, " EUR", "")
		}
		if rest := strings.Join(f[2:], " "); got != rest {
			t.Errorf("price of %s %s: %s, want %s", f[0], f[1], got, rest)
		}
	}
}
