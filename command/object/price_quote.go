package object

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
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
// ErrTLD, ErrNameBlocked and others.
type Quote struct {
	Name    string
	Queries []PriceQuery
}

// Quotes is the result of a Quote.
type Quotes struct {
	Premium bool // the name has prices of its own
	Prices  []PriceQuote
}

func (q Quote) Answer(s *command.Snapshot) (Quotes, error) {
	n, p, err := findSellable(s, s.ParseLookup, q.Name)
	if err != nil {
		return Quotes{}, err
	}
	premium, err := premiumOf(s, n)
	if err != nil {
		return Quotes{}, err
	}
	quotes := Quotes{Premium: premium != nil}
	for _, query := range q.Queries {
		quotes.Prices = append(quotes.Prices, quotePrice(p, premium, query))
	}
	return quotes, nil
}

// premiumOf returns the prices of a premium name: those of the domain if it is registered,
// else those of the list; nil: it is not premium. ErrNameBlocked.
func premiumOf(s *command.Snapshot, n name.Name) (registry.Premium, error) {
	registered := true
	if s.Taken != nil {
		if taken, known := s.Taken(n); known {
			registered = taken
		}
	}
	if registered {
		d, err := s.Store.Domains().Get(n)
		if exists, err := command.IsFound(err); exists || err != nil {
			return d.Premium, err
		}
	}
	r, err := s.FindRetained(n)
	if err != nil {
		return nil, err
	}
	e, _ := r.Listing.Active(s.Now)
	if e.Class == namelist.Blocked {
		return nil, registry.ErrNameBlocked.On("name", string(n))
	}
	return e.Prices, nil
}

// quotePrice returns the price of one query under the policy p, for a name with premium
// prices.
func quotePrice(p registry.Policy, premium registry.Premium, query PriceQuery) PriceQuote {
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
	price, ok := p.PriceOf(premium, query.Product, sold)
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
