package registry

import "github.com/cadastre-registry/cadastre/money"

// Product is a billable operation.
type Product string

const (
	ProductCreate   Product = "create"
	ProductRenew    Product = "renew"
	ProductRestore  Product = "restore" // has no term
	ProductTransfer Product = "transfer"
	ProductUpgrade  Product = "upgrade" // from PlanFree to PlanPaid
	ProductCatch    Product = "catch"   // registration by a preorder
)

// Price is the price of a product: an account pays Retail to its registrar, and
// the registrar pays Wholesale to the registry.
type Price struct {
	Retail    money.Amount `json:"retail"`
	Wholesale money.Amount `json:"wholesale"`
}

// Prices is the price list of one TLD, by product and term. An absent entry is
// not for sale.
type Prices map[Product]map[Term]Price

// Of returns the price of product for the term t, and false if it is not for sale.
func (p Prices) Of(product Product, t Term) (Price, bool) {
	price, ok := p[product][t]
	return price, ok
}

// NewPrice returns a Price with the retail amount a and a wholesale amount of
// percent of it, rounded half up.
func NewPrice(a money.Amount, percent int64) Price {
	return Price{Retail: a, Wholesale: a.Percent(percent)}
}

// PerYear returns the prices of terms in proportion to yearly, the price of one
// year. Terms in months are rounded up to the next minor unit.
func PerYear(yearly Price, terms []Term) map[Term]Price {
	list := map[Term]Price{}
	for _, t := range terms {
		list[t] = Price{proRata(yearly.Retail, t), proRata(yearly.Wholesale, t)}
	}
	return list
}

// proRata returns the share of a yearly amount for the term t.
func proRata(yearly money.Amount, t Term) money.Amount {
	if t.Unit == 'y' {
		return yearly.Times(t.N)
	}
	yearly.Minor = (yearly.Minor*int64(t.N) + 11) / 12
	return yearly
}

// Premium are the prices of a premium name (RFC 8748 section 3.7), where they differ from
// those of its TLD: of one year for products that have terms. Nil: the name is not
// premium. A preorder is caught at the price of ProductCreate, a transfer that adds a term
// costs as much as ProductRenew, unless they have their own.
type Premium map[Product]Price

// yearly returns the price of one year, and false if product has the TLD's price.
func (m Premium) yearly(product Product) (Price, bool) {
	price, ok := m[product]
	switch {
	case ok:
	case product == ProductCatch:
		price, ok = m[ProductCreate]
	case product == ProductTransfer:
		price, ok = m[ProductRenew]
	}
	return price, ok
}

// PriceOf returns the price of a product of a name with the premium prices m, and false if
// the TLD does not sell the product for the term t.
func (p Policy) PriceOf(m Premium, product Product, t Term) (Price, bool) {
	usual, sold := p.Prices.Of(product, t)
	yearly, premium := m.yearly(product)
	switch {
	case !sold, !premium, product == ProductTransfer && t == Term{}:
		return usual, sold
	case t == Term{}:
		return yearly, true
	}
	return Price{proRata(yearly.Retail, t), proRata(yearly.Wholesale, t)}, true
}

// PricesOf returns the price list of a name with the premium prices m.
func (p Policy) PricesOf(m Premium) Prices {
	if len(m) == 0 {
		return p.Prices
	}
	all := Prices{}
	for product, terms := range p.Prices {
		all[product] = map[Term]Price{}
		for t := range terms {
			all[product][t], _ = p.PriceOf(m, product, t)
		}
	}
	return all
}
