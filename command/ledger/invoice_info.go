package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// InvoiceInfo returns one invoice of the actor's registrar; ErrNoInvoice.
type InvoiceInfo struct{ ID int64 }

func (q InvoiceInfo) Answer(s *command.Snapshot) (registry.Invoice, error) {
	return FindInvoice(s, q.ID)
}
