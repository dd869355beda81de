package ledger

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListInvoices lists the invoices of the actor's registrar. For its users with
// RoleBilling.
type ListInvoices struct {
	Filter        func(registry.Invoice) bool     // nil: all
	Order         func(a, b registry.Invoice) int // nil: newest first
	Offset, Limit int                             // Limit 0: 100
}

// InvoicePage is a page of invoices. Count is the number on all pages.
type InvoicePage struct {
	Invoices []registry.Invoice
	Count    int
}

func (q ListInvoices) Answer(s *command.Snapshot) (list InvoicePage, err error) {
	if err := s.RequireRole(registry.RoleBilling); err != nil {
		return list, err
	}
	var all []registry.Invoice
	const batchSize = 500
	for before := int64(0); ; {
		batch, err := s.Store.Invoices().ByRegistrar(s.By.Registrar, before, batchSize)
		if err != nil {
			return list, err
		}
		for _, i := range batch {
			if q.Filter == nil || q.Filter(i) {
				all = append(all, i)
			}
			before = i.ID
		}
		if len(batch) < batchSize {
			break
		}
	}
	if q.Order != nil {
		slices.SortStableFunc(all, q.Order)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	list.Count = len(all)
	all = all[min(max(q.Offset, 0), len(all)):]
	list.Invoices = all[:min(limit, len(all))]
	return list, nil
}
