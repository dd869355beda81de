package ledger

import (
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// SetAutoReload sets or removes the automatic invoice of the actor's registrar,
// which is issued whenever the deposit falls below a threshold, and at once if it
// is below already. For its users with RoleEPP or RoleBilling. ErrRange for an
// amount or a threshold out of bounds.
type SetAutoReload struct{ Reload *registry.Reload } // nil: no automatic invoice

func (c SetAutoReload) Run(t *command.Tx) (registry.Registrar, error) {
	if err := t.RequireRole(registry.RoleBilling, registry.RoleEPP); err != nil {
		return registry.Registrar{}, err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return r, err
	}
	if want := c.Reload; want != nil {
		switch {
		case want.Amount < max(t.Runner.Billing.MinAmount, 1), want.Amount > maxInvoiceAmount:
			return r, registry.ErrRange.On("amount", money.Amount{Minor: want.Amount, Currency: r.Currency}.Decimal())
		case want.Threshold < 0, want.Threshold > maxInvoiceAmount:
			return r, registry.ErrRange.On("threshold", money.Amount{Minor: want.Threshold, Currency: r.Currency}.Decimal())
		}
	}
	r.Reload = c.Reload
	if err := t.SaveRegistrar(registry.VerbReload, &r); err != nil {
		return r, err
	}
	bal, err := findDeposit(t, r.ID)
	if err != nil {
		return r, err
	}
	return r, reloadDeposit(t, r, bal)
}

// reloadDeposit issues the automatic invoice of a registrar whose deposit is below
// its threshold, unless one is open already.
func reloadDeposit(t *command.Tx, r registry.Registrar, bal Balance) error {
	if r.Reload == nil || bal.Available >= r.Reload.Threshold {
		return nil
	}
	if open, err := t.Store.Invoices().HasOpenReload(r.ID); open || err != nil {
		return err
	}
	amount := money.Amount{Minor: r.Reload.Amount, Currency: r.Currency}
	i, err := issueInvoice(t, r, amount, "", true)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(i.Number, 10)
	text := fmt.Sprintf("Invoice no. %s over %s was made: the deposit is below %s", number, i.Total(),
		money.Amount{Minor: r.Reload.Threshold, Currency: r.Currency})
	return t.QueueMessage(r.ID, registry.VerbReload, registry.KindInvoice, number, text, nil)
}
