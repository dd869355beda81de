package money

import (
	"errors"
	"fmt"
	"time"
)

// Book is the identifier of one ledger account, such as "wallet:alice-1". Its
// balance is the sum of the postings to it.
type Book string

const (
	// Bank is the counterparty of deposits and payouts. Its balance is the
	// negative sum of all other books.
	Bank Book = "bank"
	// Revenue is the registry's income from its registrars.
	Revenue Book = "revenue"
)

// Wallet returns the book of an account's balance with its registrar.
func Wallet(account string) Book { return Book("wallet:" + account) }

// Hold returns the book of the money that an account has on hold for preorders.
func Hold(account string) Book { return Book("hold:" + account) }

// Deposit returns the book of a registrar's prepaid balance at the registry.
func Deposit(registrar string) Book { return Book("deposit:" + registrar) }

// Sales returns the book of a registrar's income from its accounts.
func Sales(registrar string) Book { return Book("sales:" + registrar) }

// Posting changes the balance of one book by a positive or negative amount.
type Posting struct {
	Book   Book   `json:"book"`
	Amount Amount `json:"amount"`
}

// Move returns the two postings that transfer a from one book to another.
func Move(from, to Book, a Amount) []Posting {
	return []Posting{{from, a.Neg()}, {to, a}}
}

// Entry is one ledger transaction. Its postings are applied together and sum to
// zero.
type Entry struct {
	ID       int64     `json:"id"` // assigned by the store in commit order
	At       time.Time `json:"at"` // UTC
	Memo     string    `json:"memo"`
	Object   string    `json:"object,omitempty"` // name of the domain that was paid for; empty: none
	Postings []Posting `json:"postings"`
}

// ErrUnbalanced is the error of an entry whose postings do not sum to zero.
var ErrUnbalanced = errors.New("unbalanced ledger entry")

// Check returns [ErrUnbalanced] unless the entry has at least two postings, each
// with a book, a currency and a non-zero amount, that sum to zero in every
// currency.
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
			return fmt.Errorf("%w: the sum in %s overflows", ErrUnbalanced, p.Amount.Currency)
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
