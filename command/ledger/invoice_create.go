package ledger

import (
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateInvoice issues an invoice whose amount is added to the deposit of the
// actor's registrar once it is paid. For its users with RoleBilling. ErrRange
// for an amount that is too small or too large, ErrTooMany when too many
// invoices are open.
type CreateInvoice struct {
	Amount money.Amount // without VAT; its currency is the deposit's
	Note   string       // text of the invoice's item; "": "prepayment"
}

// maxOpenInvoices bounds the open invoices of one registrar.
const maxOpenInvoices = 100

func (c CreateInvoice) Run(t *command.Tx) (registry.Invoice, error) {
	var none registry.Invoice
	if err := t.RequireRole(registry.RoleBilling); err != nil {
		return none, err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return none, err
	}
	newest, err := t.Store.Invoices().ByRegistrar(r.ID, 0, maxOpenInvoices)
	if err != nil {
		return none, err
	}
	if len(newest) == maxOpenInvoices && !slices.ContainsFunc(newest, func(i registry.Invoice) bool { return i.State() != registry.InvoiceOpen }) {
		return none, registry.ErrTooMany.On("invoice", strconv.Itoa(maxOpenInvoices))
	}
	return issueInvoice(t, r, c.Amount, c.Note, false)
}
