package command

import (
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// SetAutoReload sets or removes the automatic invoice of the actor's registrar,
// which is issued whenever the deposit falls below a threshold, and at once if it
// is below already. For its users with RoleEPP or RoleBilling. ErrRange for an
// amount or a threshold out of bounds.
type SetAutoReload struct{ Reload *registry.Reload } // nil: no automatic invoice

func (c SetAutoReload) Run(t *Tx) (registry.Registrar, error) {
	if err := t.requireRole(registry.RoleBilling, registry.RoleEPP); err != nil {
		return registry.Registrar{}, err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return r, err
	}
	if want := c.Reload; want != nil {
		switch {
		case want.Amount < max(t.run.Billing.MinAmount, 1), want.Amount > maxInvoiceAmount:
			return r, registry.ErrRange.On("amount", money.Amount{Minor: want.Amount, Currency: r.Currency}.Decimal())
		case want.Threshold < 0, want.Threshold > maxInvoiceAmount:
			return r, registry.ErrRange.On("threshold", money.Amount{Minor: want.Threshold, Currency: r.Currency}.Decimal())
		}
	}
	r.Reload = c.Reload
	if err := t.saveRegistrar("reload", &r); err != nil {
		return r, err
	}
	bal, err := t.st.Balances().Get(store.RegistrarOwner(r.ID))
	if err != nil {
		return r, err
	}
	return r, t.reloadDeposit(r, bal)
}

// reloadDeposit issues the automatic invoice of a registrar whose deposit is below
// its threshold, unless one is open already.
func (t *Tx) reloadDeposit(r registry.Registrar, bal store.Balance) error {
	if r.Reload == nil || bal.Available >= r.Reload.Threshold {
		return nil
	}
	if open, err := t.st.Invoices().HasOpenReload(r.ID); open || err != nil {
		return err
	}
	amount := money.Amount{Minor: r.Reload.Amount, Currency: r.Currency}
	i, err := t.issueInvoice(r, amount, "", true)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(i.Number, 10)
	text := fmt.Sprintf("Invoice no. %s over %s was made: the deposit is below %s", number, i.Total(),
		money.Amount{Minor: r.Reload.Threshold, Currency: r.Currency})
	return t.queueMessage(r.ID, "reload", registry.KindInvoice, number, text, nil)
}
