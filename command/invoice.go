package command

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateInvoice issues an invoice whose amount is added to the deposit of the
// actor's registrar once it is paid. For its users with RoleBilling. ErrRange
// for an amount that is too small or too large, ErrTooBroad when too many
// invoices are open.
type CreateInvoice struct {
	Amount money.Amount // without VAT; its currency is the deposit's
	Note   string       // text of the invoice's item; "": "prepayment"
}

// maxOpenInvoices bounds the open invoices of one registrar.
const maxOpenInvoices = 100

func (c CreateInvoice) Run(t *Tx) (registry.Invoice, error) {
	var none registry.Invoice
	if err := t.requireRole(registry.RoleBilling); err != nil {
		return none, err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return none, err
	}
	newest, err := t.st.Invoices().ByRegistrar(r.ID, 0, maxOpenInvoices)
	if err != nil {
		return none, err
	}
	if len(newest) == maxOpenInvoices && !slices.ContainsFunc(newest, func(i registry.Invoice) bool { return i.State() != registry.InvoiceOpen }) {
		return none, registry.ErrTooMany.On("invoice", strconv.Itoa(maxOpenInvoices))
	}
	return t.issueInvoice(r, c.Amount, c.Note, false)
}

// maxInvoiceAmount is the largest amount of an invoice, in minor units.
const maxInvoiceAmount = 10_000_000_00

// maxNoteBytes bounds the text that a registrar chooses for an invoice.
const maxNoteBytes = 500

// issueInvoice saves a new invoice for r; reload marks an automatic one.
func (t *Tx) issueInvoice(r registry.Registrar, a money.Amount, note string, reload bool) (registry.Invoice, error) {
	b := t.run.Billing
	switch {
	case a.Currency != r.Currency, a.Minor < max(b.MinAmount, 1), a.Minor > maxInvoiceAmount:
		return registry.Invoice{}, registry.ErrRange.On("amount", a.Decimal())
	case len(note) > maxNoteBytes:
		return registry.Invoice{}, registry.ErrRange.On("description", strconv.Itoa(maxNoteBytes))
	}
	id, err := t.st.NextID()
	if err != nil {
		return registry.Invoice{}, err
	}
	number, err := t.nextInvoiceNumber()
	if err != nil {
		return registry.Invoice{}, err
	}
	buyer := buyerOf(r)
	i := registry.Invoice{
		ID: id, Number: number, Registrar: r.ID, Reference: registry.PaymentReference(r.Number), Currency: a.Currency,
		Note: note, Seller: b.Seller, Buyer: buyer, VAT: b.VATRate(buyer), Reload: reload,
		Items:  []registry.InvoiceItem{{Text: cmp.Or(note, "prepayment"), Unit: "piece", Count: 1, Price: a.Minor}},
		Issued: t.Now, IssuedBy: t.authorID(), Due: t.Now.Add(b.PaymentPeriod),
	}
	return i, t.saveInvoice("create", i)
}

// buyerOf returns the buyer's part of an invoice for r.
func buyerOf(r registry.Registrar) registry.Business {
	return registry.Business{
		Name: r.Name, RegNo: r.RegNo, VATNo: r.VATNo, IBAN: r.IBAN, Address: r.Address,
		Voice: r.Voice, Email: cmp.Or(r.BillingEmail, r.Email), Website: r.Website,
	}
}

// lastInvoiceSetting is the key of the Setting with the number of the newest
// invoice. Invoice numbers must have no gaps, which NextID does not guarantee.
const lastInvoiceSetting = "invoice"

func (t *Tx) nextInvoiceNumber() (int64, error) {
	s, err := t.st.Settings().Get(lastInvoiceSetting)
	if exists, err := isFound(err); err != nil {
		return 0, err
	} else if !exists {
		s = store.Setting{Key: lastInvoiceSetting, Value: "0"}
	}
	n, err := strconv.ParseInt(s.Value, 10, 64)
	if err != nil {
		return 0, err
	}
	s.Value = strconv.FormatInt(n+1, 10)
	return n + 1, t.st.Settings().Put(s)
}

func (t *Tx) saveInvoice(verb string, i registry.Invoice) error {
	if err := t.st.Invoices().Put(i); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindInvoice, strconv.FormatInt(i.Number, 10), i)
}

// CancelInvoice cancels an open invoice; ErrInvoiceClosed for a paid or cancelled
// one.
type CancelInvoice struct{ ID int64 }

func (c CancelInvoice) Run(t *Tx) (registry.Invoice, error) {
	i, err := t.FindInvoice(c.ID)
	switch {
	case err != nil:
		return i, err
	case i.State() != registry.InvoiceOpen:
		return i, registry.ErrInvoiceClosed.On("invoice", strconv.FormatInt(i.Number, 10))
	}
	i.Cancelled, i.Updated = t.Now, t.Now
	return i, t.saveInvoice("cancel", i)
}

// SendInvoice requests that an invoice is sent to an e-mail address. The mail
// worker finds the request in the change log, under the verb "send".
type SendInvoice struct {
	ID int64
	To string
}

// maxDispatches bounds the send requests of one invoice.
const maxDispatches = 20

func (c SendInvoice) Run(t *Tx) (registry.Invoice, error) {
	i, err := t.FindInvoice(c.ID)
	switch {
	case err != nil:
		return i, err
	case registry.CheckEmail(c.To) != nil:
		return i, registry.ErrSyntax.On("recipient", truncate(c.To))
	case len(i.Sent) >= maxDispatches:
		return i, registry.ErrTooMany.On("recipient", strconv.Itoa(maxDispatches))
	}
	i.Sent = append(slices.Clip(i.Sent), registry.Dispatch{To: c.To, At: t.Now})
	i.Updated = t.Now
	return i, t.saveInvoice("send", i)
}

// FindInvoice returns an invoice of the actor's registrar; ErrNoInvoice for any
// other, ErrRole for a user without RoleBilling.
func (s *Snapshot) FindInvoice(id int64) (registry.Invoice, error) {
	if err := s.requireRole(registry.RoleBilling); err != nil {
		return registry.Invoice{}, err
	}
	i, err := s.st.Invoices().Get(id)
	if err == nil && !s.By.Owns(i.Registrar, "") {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Invoice{}, registry.ErrNoInvoice.On("invoice", strconv.FormatInt(id, 10))
	}
	return i, err
}

// InvoiceInfo returns one invoice of the actor's registrar; ErrNoInvoice.
type InvoiceInfo struct{ ID int64 }

func (q InvoiceInfo) Answer(s *Snapshot) (registry.Invoice, error) { return s.FindInvoice(q.ID) }

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

func (q ListInvoices) Answer(s *Snapshot) (list InvoicePage, err error) {
	if err := s.requireRole(registry.RoleBilling); err != nil {
		return list, err
	}
	var all []registry.Invoice
	const batchSize = 500
	for before := int64(0); ; {
		batch, err := s.st.Invoices().ByRegistrar(s.By.Registrar, before, batchSize)
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

// requireRole returns ErrRole unless the actor is an operator, or a user of a
// registrar (not of an account) with one of the roles.
func (s *Snapshot) requireRole(roles ...registry.Role) error {
	if s.By.Operator() {
		return nil
	}
	if s.By.Registrar != "" && s.By.Account == "" && slices.ContainsFunc(roles, s.By.May) {
		return nil
	}
	return registry.ErrRole.On("role", string(roles[0]))
}
