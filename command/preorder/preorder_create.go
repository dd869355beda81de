package preorder

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreatePreorder creates a preorder of the actor's account for a registered name,
// and puts the price on hold until the name drops. ErrNameAvailable if the name is
// not registered.
type CreatePreorder struct{ Name string }

func (c CreatePreorder) Run(t *command.Tx) (registry.Preorder, error) {
	var none registry.Preorder
	if t.By.Account == "" {
		return none, registry.ErrUnsupported.On("account", "preorders are for accounts")
	}
	n, p, err := object.ParseSellable(t.Snapshot, c.Name)
	if err != nil {
		return none, err
	}
	premium, err := object.CheckRetained(t.Snapshot, n, p, registry.PlanPaid)
	if err != nil {
		return none, err
	}
	d, exists, err := object.RefreshDomain(t, n)
	switch {
	case err != nil:
		return none, err
	case !exists, p.RedemptionIsAvailable && d.Phase == registry.Redemption:
		return none, registry.ErrNameAvailable.On("name", string(n))
	case t.By.Owns(d.Registrar, d.Account):
		return none, registry.ErrAlreadySponsor.On("name", string(n))
	}
	if err := checkNotPreordered(t, n); err != nil {
		return none, err
	}
	price, ok := p.PriceOf(premium, object.CatchProduct(p), p.DefaultTerm(registry.PlanPaid))
	if !ok {
		return none, registry.ErrNoPrice.On("name", string(n))
	}
	id, err := t.Store.NextID()
	if err != nil {
		return none, err
	}
	o := registry.Preorder{
		ID: id, Name: string(n), Registrar: t.By.Registrar, Account: t.By.Account, State: registry.PreorderWaiting,
		Held: price.Retail.Minor, Currency: price.Retail.Currency, Created: t.Now, Updated: t.Now,
	}
	if err := ledger.HoldFunds(t, o.Registrar, o.Account, price.Retail, "preorder", o.Name); err != nil {
		return none, err
	}
	return o, object.SavePreorder(t, registry.VerbCreate, o)
}

// checkNotPreordered returns ErrPreordered if the account has preordered n.
func checkNotPreordered(t *command.Tx, n name.Name) error {
	line, err := t.Store.Preorders().Waiting(n)
	if err != nil {
		return err
	}
	for _, o := range line {
		if o.Account == t.By.Account {
			return registry.ErrPreordered.On("name", string(n))
		}
	}
	return nil
}
