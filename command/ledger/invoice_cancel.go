package ledger

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CancelInvoice cancels an open invoice; ErrInvoiceClosed for a paid or cancelled
// one.
type CancelInvoice struct{ ID int64 }

func (c CancelInvoice) Run(t *command.Tx) (registry.Invoice, error) {
	i, err := FindInvoice(t.Snapshot, c.ID)
	switch {
	case err != nil:
		return i, err
	case i.State() != registry.InvoiceOpen:
		return i, registry.ErrInvoiceClosed.On("invoice", strconv.FormatInt(i.Number, 10))
	}
	i.Cancelled, i.Updated = t.Now, t.Now
	return i, saveInvoice(t, registry.VerbCancel, i)
}
