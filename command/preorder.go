package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreatePreorder creates a preorder of the actor's account for a registered name,
// and puts the price on hold until the name drops. ErrNameAvailable if the name is
// not registered.
type CreatePreorder struct{ Name string }

func (c CreatePreorder) Run(t *Tx) (registry.Preorder, error) {
	var none registry.Preorder
	if t.By.Account == "" {
		return none, registry.ErrUnsupported.On("account", "preorders are for accounts")
	}
	n, p, err := t.parseSellable(c.Name)
	if err != nil {
		return none, err
	}
	d, exists, err := t.refreshDomain(n)
	switch {
	case err != nil:
		return none, err
	case !exists, p.RedemptionIsAvailable && d.Phase == registry.Redemption:
		return none, registry.ErrNameAvailable.On("name", string(n))
	case t.By.Owns(d.Registrar, d.Account):
		return none, registry.ErrAlreadySponsor.On("name", string(n))
	}
	if err := t.checkNotPreordered(n); err != nil {
		return none, err
	}
	price, ok := p.Prices.Of(catchProduct(p), p.DefaultTerm(registry.PlanPaid))
	if !ok {
		return none, registry.ErrNoPrice.On("name", string(n))
	}
	id, err := t.st.NextID()
	if err != nil {
		return none, err
	}
	o := registry.Preorder{
		ID: id, Name: string(n), Registrar: t.By.Registrar, Account: t.By.Account, State: registry.PreorderWaiting,
		Held: price.Retail.Minor, Currency: price.Retail.Currency, Created: t.Now, Updated: t.Now,
	}
	if err := t.holdFunds(o.Registrar, o.Account, price.Retail, "preorder", o.Name); err != nil {
		return none, err
	}
	return o, t.savePreorder("create", o)
}

// checkNotPreordered returns ErrPreordered if the account has preordered n.
func (t *Tx) checkNotPreordered(n name.Name) error {
	line, err := t.st.Preorders().Waiting(n)
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

// CancelPreorder cancels a preorder of the actor's account, and releases its money.
// ErrNoPreorder also for another account's, and for one that is not waiting.
type CancelPreorder struct{ ID int64 }

func (c CancelPreorder) Run(t *Tx) (registry.Preorder, error) {
	o, err := t.st.Preorders().Get(c.ID)
	if err == nil && (o.State != registry.PreorderWaiting || !t.By.Owns(o.Registrar, o.Account)) {
		err = store.ErrNotFound
	}
	if err != nil {
		return o, notFoundAs(err, registry.ErrNoPreorder, "id", "")
	}
	if err := t.releasePreorderHold(o); err != nil {
		return o, err
	}
	o.State, o.Held, o.Updated = registry.PreorderCancelled, 0, t.Now
	return o, t.savePreorder("cancel", o)
}

// catchProduct returns the product by whose price a caught name is sold:
// ProductCatch where the TLD has a price for it, else ProductCreate.
func catchProduct(p registry.Policy) registry.Product {
	if len(p.Prices[registry.ProductCatch]) > 0 {
		return registry.ProductCatch
	}
	return registry.ProductCreate
}

// ListPreorders lists the preorders of the actor's account that follow the ID
// After, oldest first, at most Limit (zero: 100).
type ListPreorders struct {
	After int64
	Limit int
}

func (q ListPreorders) Answer(s *Snapshot) ([]registry.Preorder, error) {
	return s.st.Preorders().ByAccount(s.By.Account, q.After, q.Limit)
}

func (t *Tx) savePreorder(verb string, o registry.Preorder) error {
	if err := t.st.Preorders().Put(o); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindPreorder, fmt.Sprintf("%s/%d", o.Name, o.ID), o)
}
