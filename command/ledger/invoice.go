package ledger

import (
	"cmp"
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// maxInvoiceAmount is the largest amount of an invoice, in minor units.
const maxInvoiceAmount = 10_000_000_00

// maxNoteBytes bounds the text that a registrar chooses for an invoice.
const maxNoteBytes = 500

// issueInvoice saves a new invoice for r; reload marks an automatic one.
func issueInvoice(t *command.Tx, r registry.Registrar, a money.Amount, note string, reload bool) (registry.Invoice, error) {
	b := t.Runner.Billing
	switch {
	case a.Currency != r.Currency, a.Minor < max(b.MinAmount, 1), a.Minor > maxInvoiceAmount:
		return registry.Invoice{}, registry.ErrRange.On("amount", a.Decimal())
	case len(note) > maxNoteBytes:
		return registry.Invoice{}, registry.ErrRange.On("description", strconv.Itoa(maxNoteBytes))
	}
	id, err := t.Store.NextID()
	if err != nil {
		return registry.Invoice{}, err
	}
	number, err := nextInvoiceNumber(t)
	if err != nil {
		return registry.Invoice{}, err
	}
	buyer := buyerOf(r)
	i := registry.Invoice{
		ID: id, Number: number, Registrar: r.ID, Reference: registry.PaymentReference(r.Number), Currency: a.Currency,
		Note: note, Seller: b.Seller, Buyer: buyer, VAT: b.VATRate(buyer), Reload: reload,
		Items:  []registry.InvoiceItem{{Text: cmp.Or(note, "prepayment"), Unit: "piece", Count: 1, Price: a.Minor}},
		Issued: t.Now, IssuedBy: t.By.Author(), Due: t.Now.Add(b.PaymentPeriod),
	}
	return i, saveInvoice(t, registry.VerbCreate, i)
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

func nextInvoiceNumber(t *command.Tx) (int64, error) {
	s, err := t.Store.Settings().Get(lastInvoiceSetting)
	if exists, err := command.IsFound(err); err != nil {
		return 0, err
	} else if !exists {
		s = store.Setting{Key: lastInvoiceSetting, Value: "0"}
	}
	n, err := strconv.ParseInt(s.Value, 10, 64)
	if err != nil {
		return 0, err
	}
	s.Value = strconv.FormatInt(n+1, 10)
	return n + 1, t.Store.Settings().Put(s)
}

func saveInvoice(t *command.Tx, verb registry.Verb, i registry.Invoice) error {
	return command.Save(t, t.Store.Invoices(), i, verb, registry.KindInvoice, strconv.FormatInt(i.Number, 10))
}

// FindInvoice returns an invoice of the actor's registrar; ErrNoInvoice for any
// other, ErrRole for a user without RoleBilling.
func FindInvoice(s *command.Snapshot, id int64) (registry.Invoice, error) {
	if err := s.RequireRole(registry.RoleBilling); err != nil {
		return registry.Invoice{}, err
	}
	i, err := s.Store.Invoices().Get(id)
	if err == nil && !s.By.Owns(i.Registrar, "") {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Invoice{}, registry.ErrNoInvoice.On("invoice", strconv.FormatInt(id, 10))
	}
	return i, err
}
