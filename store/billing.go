package store

import (
	"iter"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// Invoices is keyed by Invoice.ID. At most one invoice of a registrar is at once
// open and made by a Reload; a second one is ErrConflict.
type Invoices interface {
	Table[int64, registry.Invoice]
	ByNumber(int64) (registry.Invoice, error)
	// Of returns a registrar's invoices, newest first, at most limit, before an
	// ID (0: from the newest).
	Of(registrar registry.RegistrarID, before int64, limit int) ([]registry.Invoice, error)
	// Reloading reports whether one of a registrar's invoices is open and made by
	// a Reload.
	Reloading(registrar registry.RegistrarID) (bool, error)
}

// Certificates is keyed by Certificate.ID.
type Certificates interface {
	Table[int64, registry.Certificate]
	// Of returns a user's certificates in the order of their IDs.
	Of(user registry.UserID) iter.Seq2[registry.Certificate, error]
}

// Statistics counts what the change log tells.
type Statistics interface {
	// Held returns how many domains each registrar sponsored just before t.
	Held(t time.Time) (map[registry.RegistrarID]int, error)
}

// A StatementQuery picks movements of one book. Zero fields pick all.
type StatementQuery struct {
	Book          money.Book
	From, Until   time.Time // at From or later, before Until
	Memo          string    // somewhere in the memo, a space and the object, in whatever case
	In, Out       bool      // only what came in, only what went out
	Offset, Limit int       // Limit 0: 100
}

// A Movement is what one entry did to one book.
type Movement struct {
	Entry   int64
	At      time.Time
	Memo    string
	Object  string
	Amount  money.Amount // below zero: taken out
	Balance money.Amount // of the book afterwards
}
