package store

import (
	"iter"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// Invoices is keyed by Invoice.ID. A registrar has at most one open invoice
// with Reload set; a second one is ErrConflict.
type Invoices interface {
	Table[int64, registry.Invoice]
	// ByNumber returns the invoice with an Invoice.Number.
	ByNumber(int64) (registry.Invoice, error)
	// ByRegistrar returns at most limit invoices of a registrar with an ID below
	// before (0: no bound), newest first.
	ByRegistrar(registrar registry.RegistrarID, before int64, limit int) ([]registry.Invoice, error)
	// Page returns the invoices that match q, in its Order.
	Page(q InvoiceQuery) ([]registry.Invoice, error)
	// Count returns how many invoices match q, ignoring Offset and Limit.
	Count(q InvoiceQuery) (int, error)
	// HasOpenReload reports whether a registrar has an open invoice with Reload
	// set.
	HasOpenReload(registrar registry.RegistrarID) (bool, error)
}

// Certificates is keyed by Certificate.ID.
type Certificates interface {
	Table[int64, registry.Certificate]
	// ByUser yields a user's certificates in the order of their IDs.
	ByUser(user registry.UserID) iter.Seq2[registry.Certificate, error]
}

// Statistics derives numbers from the change log.
type Statistics interface {
	// CountByRegistrar returns how many domains each registrar sponsored just
	// before t.
	CountByRegistrar(t time.Time) (map[registry.RegistrarID]int, error)
}

// A StatementQuery selects lines of the statement of one book, a wallet's, a
// hold's or a deposit's. A zero field selects
// all.
type StatementQuery struct {
	Book            money.Book
	From, Until     time.Time // at From or later, before Until
	Text            string    // a substring of "<memo> <object>", case-insensitive
	Credits, Debits bool      // only amounts of zero and above, only amounts below zero; both: all
	Offset, Limit   int       // Limit 0: 100
}

// A StatementLine is the effect of one ledger entry on one book.
type StatementLine struct {
	Entry   int64
	At      time.Time
	Memo    string
	Object  string
	Amount  money.Amount // below zero: a debit
	Balance money.Amount // of the book after the entry
}
