package registry

import "github.com/cadastre-registry/cadastre/money"

// A Product is something that costs money.
type Product string

const (
	ProductCreate   Product = "create"
	ProductRenew    Product = "renew"
	ProductRestore  Product = "restore" // has no term
	ProductTransfer Product = "transfer"
	ProductUpgrade  Product = "upgrade" // a free name becomes paid
	ProductCatch    Product = "catch"   // a preorder that got its name
)

// A Price is what a product costs: an account pays Retail to its registrar,
// and the registrar pays Wholesale to the registry.
type Price struct {
	Retail    money.Amount `json:"retail"`
	Wholesale money.Amount `json:"wholesale"`
}

// Prices is one TLD's price list: by product, then by term. What is not in it
// is not for sale.
type Prices map[Product]map[Term]Price

// Of returns the price of a product for a term.
func (p Prices) Of(product Product, t Term) (Price, bool) {
	price, ok := p[product][t]
	return price, ok
}

// Retail returns the price whose retail side is a and whose wholesale side is
// percent of it, rounded half up.
func Retail(a money.Amount, percent int64) Price {
	return Price{Retail: a, Wholesale: a.Percent(percent)}
}

// PerYear returns the prices of terms when a year costs yearly; a month costs
// a twelfth of it, rounded up by the year's cents.
func PerYear(yearly Price, terms []Term) map[Term]Price {
	list := map[Term]Price{}
	for _, t := range terms {
		list[t] = Price{share(yearly.Retail, t), share(yearly.Wholesale, t)}
	}
	return list
}

func share(yearly money.Amount, t Term) money.Amount {
	if t.Unit == 'y' {
		return yearly.Times(t.N)
	}
	yearly.Minor = (yearly.Minor*int64(t.N) + 11) / 12
	return yearly
}
