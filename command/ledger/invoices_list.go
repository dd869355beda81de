package ledger

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ListInvoices lists the invoices of the actor's registrar that have all that is
// given. For its users with RoleBilling.
type ListInvoices struct {
	MinNumber, MaxNumber *int64 // nil: no bound
	MinTotal, MaxTotal   *int64 // minor units; nil: no bound
	Issued, Due, Paid    Period
	Cancelled            *bool        // nil: cancelled or not
	Order                InvoiceOrder // zero: newest first
	Offset, Limit        int          // Limit 0: 100
}

// Period is the time from From, and before Until; a zero bound is none.
type Period struct{ From, Until time.Time }

// InvoiceOrder is the order of a list of invoices. Equal invoices are in order of
// their creation, the newest first.
type InvoiceOrder struct {
	By         InvoiceField // zero: ID
	Descending bool
}

// InvoiceField is a field that invoices are ordered by.
type InvoiceField string

const (
	InvoiceID     InvoiceField = "id"
	InvoiceNumber InvoiceField = "number"
	InvoiceIssued InvoiceField = "issued"
	InvoiceDue    InvoiceField = "due"
	InvoiceTotal  InvoiceField = "total"
)

// order returns o as the store calls it.
func (o InvoiceOrder) order() store.InvoiceOrder {
	switch {
	case o.By == "", o.By == InvoiceID && o.Descending:
		return store.InvoicesByIDDesc
	case o.Descending:
		return "-" + store.InvoiceOrder(o.By)
	}
	return store.InvoiceOrder(o.By)
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
	wanted := store.InvoiceQuery{
		Registrar: s.By.Registrar, MinNumber: q.MinNumber, MaxNumber: q.MaxNumber, MinTotal: q.MinTotal, MaxTotal: q.MaxTotal,
		Issued: store.Period(q.Issued), Due: store.Period(q.Due), Paid: store.Period(q.Paid), Cancelled: q.Cancelled,
		Order: q.Order.order(), Offset: q.Offset, Limit: q.Limit,
	}
	if list.Count, err = s.Store.Invoices().Count(wanted); err != nil {
		return list, err
	}
	list.Invoices, err = s.Store.Invoices().Page(wanted)
	return list, err
}
