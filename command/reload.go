package command

import (
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// SetReload says whether an invoice is made whenever the deposit falls below a
// threshold: at once if it is below already. For users of the registrar with
// RoleEPP or RoleBilling. ErrRange for an amount or a threshold that cannot be.
type SetReload struct{ Reload *registry.Reload } // nil: none any more

func (c SetReload) Run(t *Tx) (registry.Registrar, error) {
	if err := t.demand(registry.RoleBilling, registry.RoleEPP); err != nil {
		return registry.Registrar{}, err
	}
	r, err := t.Registrar(t.By.Registrar)
	if err != nil {
		return r, err
	}
	if w := c.Reload; w != nil {
		switch {
		case w.Amount < max(t.run.Billing.Least, 1), w.Amount > maxInvoice:
			return r, registry.ErrRange.On("amount", money.Amount{Minor: w.Amount, Currency: r.Currency}.Decimal())
		case w.Threshold < 0, w.Threshold > maxInvoice:
			return r, registry.ErrRange.On("threshold", money.Amount{Minor: w.Threshold, Currency: r.Currency}.Decimal())
		}
	}
	r.Reload = c.Reload
	if err := t.saveRegistrar("reload", &r); err != nil {
		return r, err
	}
	purse, err := t.st.Purses().Get(store.RegistrarPurse(r.ID))
	if err != nil {
		return r, err
	}
	return r, t.reload(r, purse)
}

// reload makes an invoice for a registrar whose deposit has fallen below its
// threshold, unless one is open already.
func (t *Tx) reload(r registry.Registrar, purse store.Purse) error {
	if r.Reload == nil || purse.Balance >= r.Reload.Threshold {
		return nil
	}
	if waits, err := t.st.Invoices().Reloading(r.ID); waits || err != nil {
		return err
	}
	amount := money.Amount{Minor: r.Reload.Amount, Currency: r.Currency}
	i, err := t.invoice(r, amount, "", true)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(i.Number, 10)
	text := fmt.Sprintf("Invoice no. %s over %s was made: the deposit is below %s", number, i.Total(),
		money.Amount{Minor: r.Reload.Threshold, Currency: r.Currency})
	return t.tell(r.ID, "reload", registry.KindInvoice, number, text, nil)
}
