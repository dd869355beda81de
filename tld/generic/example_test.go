package generic_test

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/generic"
)

// A policy makes time a function: a domain is registered for a year without automatic
// renewal, deleted later, and At says what it is at any instant.
func ExamplePolicy() {
	p := generic.Policy("example", generic.DefaultPrices())
	term := registry.Years(1)
	price, _ := p.Prices.Of(registry.ProductCreate, term)
	created := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.example", Registrar: "best-names"}.Register(term, price, created, p)
	fmt.Println(price.Retail, "until", d.Expires.Format(time.DateOnly))

	d, _, err := d.Delete(created.AddDate(0, 6, 0), p)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, days := range []int{0, 29, 31, 36} {
		then, _ := d.At(created.AddDate(0, 6, days), p)
		fmt.Println(days, then.Phase, then.Delegated())
	}
	// Output:
	// 12.00 EUR until 2027-03-01
	// 0 redemptionPeriod false
	// 29 redemptionPeriod false
	// 31 pendingDelete false
	// 36 released false
}
