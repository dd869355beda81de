package money

import (
	"errors"
	"fmt"
	"time"
)

// A Book is the name of one account in the ledger: "wallet:alice-1". Its
// balance is the sum of the postings to it.
type Book string

const (
	// Bank is the world outside: top-ups come from it and payouts go to it, so
	// that its balance is minus all the money that is in the other books.
	Bank Book = "bank"
	// Revenue is what the registry has earned from its registrars.
	Revenue Book = "revenue"
)

// Wallet returns the book of an account's balance with its registrar.
func Wallet(account string) Book { return Book("wallet:" + account) }

// Hold returns the book of what an account has put aside for its preorders.
func Hold(account string) Book { return Book("hold:" + account) }

// Deposit returns the book of a registrar's prepaid balance at the registry.
func Deposit(registrar string) Book { return Book("deposit:" + registrar) }

// Sales returns the book of what a registrar has earned from its accounts.
func Sales(registrar string) Book { return Book("sales:" + registrar) }

// A Posting is one change of one book: a positive amount comes in, a negative
// one goes out.
type Posting struct {
	Book   Book   `json:"book"`
	Amount Amount `json:"amount"`
}

// Move returns the two postings that take a out of one book and put it into
// another. They sum to zero.
func Move(from, to Book, a Amount) []Posting {
	return []Posting{{from, a.Neg()}, {to, a}}
}

// An Entry is one transaction of the ledger: all of its postings, or none.
type Entry struct {
	ID       int64     `json:"id"` // the store assigns it, in commit order
	At       time.Time `json:"at"` // UTC
	Memo     string    `json:"memo"`
	Object   string    `json:"object,omitempty"` // what was paid for: a name; empty: nothing of the registry
	Postings []Posting `json:"postings"`
}

// ErrUnbalanced reports an entry that would make or lose money.
var ErrUnbalanced = errors.New("unbalanced ledger entry")

// Check returns an [ErrUnbalanced] unless the entry has two postings or more,
// each of something in a currency, and they sum to zero in every currency.
func (e Entry) Check() error {
	if len(e.Postings) < 2 {
		return fmt.Errorf("%w: %d postings", ErrUnbalanced, len(e.Postings))
	}
	sums := map[string]int64{}
	for _, p := range e.Postings {
		if p.Book == "" || p.Amount.Currency == "" || p.Amount.IsZero() {
			return fmt.Errorf("%w: posting of %s to book %q", ErrUnbalanced, p.Amount, p.Book)
		}
		sum, ok := add(sums[p.Amount.Currency], p.Amount.Minor)
		if !ok {
			return fmt.Errorf("%w: more %s than can be counted", ErrUnbalanced, p.Amount.Currency)
		}
		sums[p.Amount.Currency] = sum
	}
	for currency, sum := range sums {
		if sum != 0 {
			return fmt.Errorf("%w: off by %s", ErrUnbalanced, Amount{sum, currency})
		}
	}
	return nil
}
