package ledger

import (
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// vatBook is the ledger book of VAT that was received and is owed to the tax
// authority.
const vatBook money.Book = "vat"

// PayInvoice records the payment of an invoice, by its number: the amount without
// VAT is added to the registrar's deposit. For operators. ErrNoInvoice,
// ErrInvoiceClosed.
type PayInvoice struct{ Number int64 }

func (c PayInvoice) Run(t *command.Tx) (registry.Invoice, error) {
	var none registry.Invoice
	if !t.By.Operator() {
		return none, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	number := strconv.FormatInt(c.Number, 10)
	i, err := t.Store.Invoices().ByNumber(c.Number)
	switch {
	case err != nil:
		return none, command.NotFoundAs(err, registry.ErrNoInvoice, "invoice", number)
	case i.State() != registry.InvoiceOpen:
		return none, registry.ErrInvoiceClosed.On("invoice", number)
	}
	sub := i.Subtotal()
	if _, err := postPayment(t, store.RegistrarOwner(i.Registrar), money.Deposit(string(i.Registrar)), sub, "Invoice no. "+number); err != nil {
		return none, err
	}
	if vat := i.Tax(sub); !vat.IsZero() {
		_, err := t.Store.Balances().Post(money.Entry{
			At: t.Now, Memo: "VAT of invoice no. " + number, Object: store.RegistrarOwner(i.Registrar), Postings: money.Move(money.Bank, vatBook, vat),
		})
		if err != nil {
			return none, err
		}
	}
	i.Paid, i.Updated = t.Now, t.Now
	if err := saveInvoice(t, registry.VerbPay, i); err != nil {
		return none, err
	}
	text := fmt.Sprintf("Invoice no. %s was paid: %s were added to the deposit", number, sub)
	return i, t.QueueMessage(i.Registrar, registry.VerbPay, registry.KindInvoice, number, text, nil)
}
