package object

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// PriceQuery asks for the price of one product for a term; zero: the default
// term of the product. A restore and a transfer, whose term a client cannot choose, may
// be asked for with one year (RFC 8748 section 3.2).
type PriceQuery struct {
	Product registry.Product
	Term    registry.Term
}

// PriceQuote is the result of one PriceQuery, with the default term filled in.
// Fault is not nil when the product is not sold for that term. Grace is the
// period in which a deletion refunds the price.
type PriceQuote struct {
	Query PriceQuery
	Price registry.Price
	Grace time.Duration
	Fault *registry.Fault
}

// Quote returns the prices of products for a name, registered or not (RFC 8748
// section 3.3). A name that cannot be registered here is a fault: ErrNameSyntax,
// ErrTLD and others. There are no premium names: the prices are the TLD's.
type Quote struct {
	Name    string
	Queries []PriceQuery
}

func (q Quote) Answer(s *command.Snapshot) ([]PriceQuote, error) {
	_, p, err := findSellable(s, s.ParseLookup, q.Name)
	if err != nil {
		return nil, err
	}
	quotes := make([]PriceQuote, 0, len(q.Queries))
	for _, query := range q.Queries {
		quotes = append(quotes, quotePrice(p, query))
	}
	return quotes, nil
}

// quotePrice returns the price of one query under the policy p.
func quotePrice(p registry.Policy, query PriceQuery) PriceQuote {
	o := PriceQuote{Query: query}
	var usual registry.Term
	switch query.Product {
	case registry.ProductCreate:
		usual, o.Grace = p.DefaultTerm(registry.PlanPaid), p.AddGrace
	case registry.ProductRenew:
		usual, o.Grace = p.DefaultTerm(registry.PlanPaid), p.RenewGrace
	case registry.ProductTransfer:
		usual, o.Grace = p.TransferTerm, p.TransferGrace
	case registry.ProductRestore:
	default:
		o.Fault = registry.ErrNoPrice.On("product", string(query.Product))
		return o
	}
	fixed := query.Product == registry.ProductTransfer || query.Product == registry.ProductRestore
	sold := query.Term
	if (sold == registry.Term{}) {
		sold, o.Query.Term = usual, usual
	} else if fixed && sold == registry.Years(1) {
		sold = usual
	}
	price, ok := p.Prices.Of(query.Product, sold)
	free := query.Product == registry.ProductTransfer && sold == registry.Term{}
	o.Price = price
	switch {
	case !free && len(p.Prices[query.Product]) == 0:
		o.Fault = registry.ErrNoPrice.On("product", string(query.Product))
	case !ok && !free, fixed && sold != usual:
		o.Fault = registry.ErrTerm.On("period", sold.String())
	}
	return o
}
