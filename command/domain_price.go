package command

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Wish is something that a name could be asked for: a product, and the term
// (zero: the usual one).
type Wish struct {
	Product registry.Product
	Term    registry.Term
}

// An Offer is what a Wish costs. Fault says why there is none; Term is the one
// that the price is for, and Grace is how long the money comes back.
type Offer struct {
	Wish  Wish
	Price registry.Price
	Grace time.Duration
	Fault *registry.Fault
}

// Quote tells what each of some products would cost for a name (RFC 8748
// section 3.3), free or not; ErrNameSyntax, ErrTLD and the like when it is none
// that this registry could sell. There are no premium names: the price list of
// the TLD holds for all.
type Quote struct {
	Name   string
	Wishes []Wish
}

func (q Quote) Answer(s *Snapshot) ([]Offer, error) {
	_, p, err := s.sellable(q.Name)
	if err != nil {
		return nil, err
	}
	offers := make([]Offer, 0, len(q.Wishes))
	for _, w := range q.Wishes {
		offers = append(offers, offer(p, w))
	}
	return offers, nil
}

func offer(p registry.Policy, w Wish) Offer {
	o := Offer{Wish: w}
	var usual registry.Term
	switch w.Product {
	case registry.ProductCreate:
		usual, o.Grace = p.Usual(registry.Paid), p.AddGrace
	case registry.ProductRenew:
		usual, o.Grace = p.Usual(registry.Paid), p.RenewGrace
	case registry.ProductTransfer:
		usual, o.Grace = p.TransferTerm, p.TransferGrace
	case registry.ProductRestore:
	default:
		o.Fault = registry.ErrPrice.On("product", string(w.Product))
		return o
	}
	if (w.Term == registry.Term{}) {
		o.Wish.Term = usual
	}
	price, ok := p.Prices.Of(o.Wish.Product, o.Wish.Term)
	free := w.Product == registry.ProductTransfer && o.Wish.Term == registry.Term{}
	if o.Price = price; !ok && !free || w.Product == registry.ProductTransfer && o.Wish.Term != usual {
		o.Fault = registry.ErrTerm.On("period", o.Wish.Term.String())
	}
	return o
}
