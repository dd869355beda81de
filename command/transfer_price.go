package command

import "github.com/cadastre-registry/cadastre/registry"

// TransferPrice tells what RequestTransfer would cost and bring, and moves
// nothing. Its faults are those of a request that comes now, for want of money
// and for contacts aside.
type TransferPrice struct{ Name, AuthInfo string }

// A TransferQuote is what a transfer of a domain would bring, and its price. Term is
// zero where it brings no time.
type TransferQuote struct {
	Domain registry.Domain
	Term   registry.Term
	Price  registry.Price
}

func (q TransferPrice) Answer(s *Snapshot) (TransferQuote, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return TransferQuote{}, err
	}
	p, err := s.Policy(n)
	if err != nil {
		return TransferQuote{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return TransferQuote{}, err
	}
	if s.By.Owns(d.Registrar, d.Account) {
		return TransferQuote{}, registry.ErrOwnAlready.On("name", string(n))
	}
	if err := s.opens(d, q.AuthInfo); err != nil {
		return TransferQuote{}, err
	}
	if _, err := d.AskTransfer(registry.Transfer{}, s.Now, p); err != nil {
		return TransferQuote{}, err
	}
	quote := TransferQuote{Domain: d}
	if d.Plan == registry.Free || p.TransferTerm == (registry.Term{}) {
		return quote, nil
	}
	price, ok := p.Prices.Of(registry.ProductTransfer, p.TransferTerm)
	if !ok {
		return quote, registry.ErrPrice.On("period", p.TransferTerm.String())
	}
	quote.Term, quote.Price = p.TransferTerm, price
	return quote, nil
}
