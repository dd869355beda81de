package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// QuoteTransfer returns the price and the term of a RequestTransfer at this time.
// Its faults are those of RequestTransfer, but for insufficient funds and contacts.
type QuoteTransfer struct{ Name, AuthInfo string }

// TransferQuote is the price of a transfer and the term it adds; Term is zero if it
// adds none.
type TransferQuote struct {
	Domain registry.Domain
	Term   registry.Term
	Price  registry.Price
}

func (q QuoteTransfer) Answer(s *command.Snapshot) (TransferQuote, error) {
	n, err := s.ParseLookup(q.Name)
	if err != nil {
		return TransferQuote{}, err
	}
	p, err := s.FindPolicy(n)
	if err != nil {
		return TransferQuote{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return TransferQuote{}, err
	}
	if s.By.Owns(d.Registrar, d.Account) {
		return TransferQuote{}, registry.ErrAlreadySponsor.On("name", string(n))
	}
	if err := object.VerifyAuthInfo(s, d, q.AuthInfo); err != nil {
		return TransferQuote{}, err
	}
	if _, err := d.RequestTransfer(registry.Transfer{}, s.Now, p); err != nil {
		return TransferQuote{}, err
	}
	quote := TransferQuote{Domain: d}
	if d.Plan == registry.PlanFree || p.TransferTerm == (registry.Term{}) {
		return quote, nil
	}
	price, ok := p.PriceOf(d.Premium, registry.ProductTransfer, p.TransferTerm)
	if !ok {
		return quote, registry.ErrNoPrice.On("period", p.TransferTerm.String())
	}
	quote.Term, quote.Price = p.TransferTerm, price
	return quote, nil
}
