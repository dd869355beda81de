package ledger

import (
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// SendInvoice requests that an invoice is sent to an e-mail address. The mail
// worker finds the request in the change log, under the verb "send".
type SendInvoice struct {
	ID int64
	To string
}

// maxDispatches bounds the send requests of one invoice.
const maxDispatches = 20

func (c SendInvoice) Run(t *command.Tx) (registry.Invoice, error) {
	i, err := FindInvoice(t.Snapshot, c.ID)
	switch {
	case err != nil:
		return i, err
	case registry.CheckEmail(c.To) != nil:
		return i, registry.ErrSyntax.On("recipient", registry.Truncate(c.To))
	case len(i.Sent) >= maxDispatches:
		return i, registry.ErrTooMany.On("recipient", strconv.Itoa(maxDispatches))
	}
	i.Sent = append(slices.Clip(i.Sent), registry.Dispatch{To: c.To, At: t.Now})
	i.Updated = t.Now
	return i, saveInvoice(t, registry.VerbSend, i)
}
