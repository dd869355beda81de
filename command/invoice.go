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

// CreateInvoice asks for money that will be on the registrar's deposit once the
// invoice is paid. For its users with RoleBilling. ErrRange for an amount that
// is too small or too large, ErrTooMany when too many invoices wait already.
type CreateInvoice struct {
	Amount money.Amount // without VAT; its currency is the deposit's
	Note   string       // what the invoice says it is for; "": the usual
}

// maxOpen is how many invoices of a registrar wait at most.
const maxOpen = 100

func (c CreateInvoice) Run(t *Tx) (registry.Invoice, error) {
	var none registry.Invoice
	if err := t.demand(registry.RoleBilling); err != nil {
		return none, err
	}
	r, err := t.Registrar(t.By.Registrar)
	if err != nil {
		return none, err
	}
	waiting, err := t.st.Invoices().Of(r.ID, 0, maxOpen)
	if err != nil {
		return none, err
	}
	if len(waiting) == maxOpen && !slices.ContainsFunc(waiting, func(i registry.Invoice) bool { return i.State() != registry.InvoiceOpen }) {
		return none, registry.ErrTooMany.On("invoice", strconv.Itoa(maxOpen))
	}
	return t.invoice(r, c.Amount, c.Note, false)
}

// maxInvoice is what an invoice asks for at most, in minor units.
const maxInvoice = 10_000_000_00

// maxNote is how long a text that a registrar chooses may be, in bytes.
const maxNote = 500

// invoice writes an invoice for r.
func (t *Tx) invoice(r registry.Registrar, a money.Amount, note string, reload bool) (registry.Invoice, error) {
	b := t.run.Billing
	switch {
	case a.Currency != r.Currency, a.Minor < max(b.Least, 1), a.Minor > maxInvoice:
		return registry.Invoice{}, registry.ErrRange.On("amount", a.Decimal())
	case len(note) > maxNote:
		return registry.Invoice{}, registry.ErrRange.On("description", strconv.Itoa(maxNote))
	}
	id, err := t.st.NextID()
	if err != nil {
		return registry.Invoice{}, err
	}
	number, err := t.nextInvoice()
	if err != nil {
		return registry.Invoice{}, err
	}
	buyer := businessOf(r)
	i := registry.Invoice{
		ID: id, Number: number, Registrar: r.ID, Reference: registry.Reference(r.Number), Currency: a.Currency,
		Note: note, Seller: b.Seller, Buyer: buyer, VAT: b.Owed(buyer), Reload: reload,
		Items:  []registry.InvoiceItem{{Text: cmp.Or(note, "prepayment"), Unit: "piece", Count: 1, Price: a.Minor}},
		Issued: t.Now, IssuedBy: t.actor(), Due: t.Now.Add(b.Due),
	}
	return i, t.saveInvoice("create", i)
}

func businessOf(r registry.Registrar) registry.Business {
	return registry.Business{
		Name: r.Name, RegNo: r.RegNo, VATNo: r.VATNo, IBAN: r.IBAN, Address: r.Address,
		Voice: r.Voice, Email: cmp.Or(r.BillingEmail, r.Email), Website: r.Website,
	}
}

// lastInvoice is the Setting with the number of the newest invoice: book-keepers
// want them without gaps, which NextID does not promise.
const lastInvoice = "invoice"

func (t *Tx) nextInvoice() (int64, error) {
	s, err := t.st.Settings().Get(lastInvoice)
	if there, err := found(err); err != nil {
		return 0, err
	} else if !there {
		s = store.Setting{Key: lastInvoice, Value: "0"}
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
	return t.append(verb, registry.KindInvoice, strconv.FormatInt(i.Number, 10), i)
}

// CancelInvoice takes an invoice back that nobody has paid; ErrInvoiceShut
// otherwise.
type CancelInvoice struct{ ID int64 }

func (c CancelInvoice) Run(t *Tx) (registry.Invoice, error) {
	i, err := t.Invoice(c.ID)
	switch {
	case err != nil:
		return i, err
	case i.State() != registry.InvoiceOpen:
		return i, registry.ErrInvoiceShut.On("invoice", strconv.FormatInt(i.Number, 10))
	}
	i.Cancelled, i.Updated = t.Now, t.Now
	return i, t.saveInvoice("cancel", i)
}

// SendInvoice notes that an invoice shall be sent to an e-mail address. Who
// sends mail finds the wish in the change log: its verb is "send".
type SendInvoice struct {
	ID int64
	To string
}

// maxSent is how many wishes an invoice remembers.
const maxSent = 20

func (c SendInvoice) Run(t *Tx) (registry.Invoice, error) {
	i, err := t.Invoice(c.ID)
	switch {
	case err != nil:
		return i, err
	case registry.CheckEmail(c.To) != nil:
		return i, registry.ErrSyntax.On("recipient", clip(c.To))
	case len(i.Sent) >= maxSent:
		return i, registry.ErrTooMany.On("recipient", strconv.Itoa(maxSent))
	}
	i.Sent = append(slices.Clip(i.Sent), registry.Dispatch{To: c.To, At: t.Now})
	i.Updated = t.Now
	return i, t.saveInvoice("send", i)
}

// Invoice returns one of the actor's registrar; ErrNoInvoice else, ErrRole for
// a user without RoleBilling.
func (s *Snapshot) Invoice(id int64) (registry.Invoice, error) {
	if err := s.demand(registry.RoleBilling); err != nil {
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

// InvoiceInfo tells one invoice of the actor's registrar.
type InvoiceInfo struct{ ID int64 }

func (q InvoiceInfo) Answer(s *Snapshot) (registry.Invoice, error) { return s.Invoice(q.ID) }

// ListInvoices lists invoices of the actor's registrar, newest first or as Less
// says.
type ListInvoices struct {
	Keep          func(registry.Invoice) bool     // nil: all
	Order         func(a, b registry.Invoice) int // nil: newest first
	Offset, Limit int                             // Limit 0: 100
}

// An InvoiceList is a page of invoices, and how many there are on all pages.
type InvoiceList struct {
	Invoices []registry.Invoice
	Count    int
}

func (q ListInvoices) Answer(s *Snapshot) (list InvoiceList, err error) {
	if err := s.demand(registry.RoleBilling); err != nil {
		return list, err
	}
	var all []registry.Invoice
	const portion = 500
	for before := int64(0); ; {
		some, err := s.st.Invoices().Of(s.By.Registrar, before, portion)
		if err != nil {
			return list, err
		}
		for _, i := range some {
			if q.Keep == nil || q.Keep(i) {
				all = append(all, i)
			}
			before = i.ID
		}
		if len(some) < portion {
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

// demand returns ErrRole unless the actor is a registrar's own user with one of
// the roles, or an operator.
func (s *Snapshot) demand(roles ...registry.Role) error {
	if s.By.Operator() {
		return nil
	}
	if s.By.Registrar != "" && s.By.Account == "" && slices.ContainsFunc(roles, s.By.May) {
		return nil
	}
	return registry.ErrRole.On("role", string(roles[0]))
}
