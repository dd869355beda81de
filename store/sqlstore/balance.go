package sqlstore

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

type purses struct{ tx *Tx }

func (t *purses) Get(owner string) (store.Purse, error) {
	text := "SELECT owner, currency, balance, held, names FROM purses WHERE owner = $1"
	if t.tx.locks {
		text += " FOR UPDATE"
	}
	return one(t.tx, scanPurse, text, owner)
}

func scanPurse(r Rows) (p store.Purse, err error) {
	return p, r.Scan(&p.Owner, &p.Currency, &p.Balance, &p.Held, &p.Names)
}

func (t *purses) Open(owner, currency string) error {
	return t.tx.send("INSERT INTO purses (owner, currency, balance, held, names) VALUES ($1, $2, 0, 0, 0) ON CONFLICT (owner) DO NOTHING",
		owner, currency)
}

// AddDomains fails the transaction with store.ErrNotFound if the owner has no
// balance.
func (t *purses) Count(owner string, n int) error {
	if err := t.tx.may(); err != nil {
		return err
	}
	t.tx.wrote = true
	return t.tx.failed(t.tx.conn.Must("UPDATE purses SET names = names + $1 WHERE owner = $2", int64(n), owner))
}

func (t *purses) Names(r registry.RegistrarID) (int, error) {
	direct, err := one(t.tx, scanInt, "SELECT names FROM purses WHERE owner = $1", store.RegistrarPurse(r))
	if err != nil {
		return 0, err
	}
	ofAccounts, err := one(t.tx, scanInt, `SELECT COALESCE(SUM(p.names), 0) FROM accounts a JOIN purses p ON p.owner = 'account:' || a.id
		WHERE a.registrar = $1`, string(r))
	return int(direct + ofAccounts), err
}

func (t *purses) Post(e money.Entry) (money.Entry, error) {
	if err := e.Check(); err != nil {
		return e, err
	}
	if !t.tx.write {
		return e, ErrReadOnly
	}
	if err := t.move(e.Postings); err != nil {
		return e, err
	}
	id, err := t.tx.NextID()
	if err != nil {
		return e, err
	}
	e.ID = id
	postings, err := json.Marshal(e.Postings)
	if err != nil {
		return e, fmt.Errorf("entry: %w", err)
	}
	err = t.tx.send("INSERT INTO entries (id, at, memo, object, postings) VALUES ($1, $2, $3, $4, $5)",
		e.ID, micros(e.At), e.Memo, e.Object, string(postings))
	if err != nil {
		return e, err
	}
	args := make([]any, 0, 5*len(e.Postings))
	for i, p := range e.Postings {
		args = append(args, string(p.Book), e.ID, int64(i), p.Amount.Minor, p.Amount.Currency)
	}
	return e, sendRows(t.tx, postingInserts, args)
}

var postingInserts = newInserts("postings", "book", "entry", "line", "amount", "currency")

// A balanceChange is the sum of an entry's postings to one balance, in minor
// units.
type movement struct {
	owner, currency string
	balance, held   int64
}

// balanceChanges returns the changes that postings make, sorted by owner, so
// that two transactions that change the same balances cannot deadlock.
func movements(postings []money.Posting) ([]movement, error) {
	var moves []movement
	for _, p := range postings {
		owner, held, ok := purseOf(p.Book)
		if !ok {
			continue
		}
		i := slices.IndexFunc(moves, func(m movement) bool { return m.owner == owner })
		if i < 0 {
			i = len(moves)
			moves = append(moves, movement{owner: owner, currency: p.Amount.Currency})
		}
		switch m := &moves[i]; {
		case m.currency != p.Amount.Currency:
			return nil, fmt.Errorf("balance of %s: an entry in %s and %s", owner, m.currency, p.Amount.Currency)
		case held:
			m.held += p.Amount.Minor
		default:
			m.balance += p.Amount.Minor
		}
	}
	slices.SortFunc(moves, func(a, b movement) int { return strings.Compare(a.owner, b.owner) })
	return moves, nil
}

// apply changes the balances of postings' books, all or none of them.
func (t *purses) move(postings []money.Posting) error {
	moves, err := movements(postings)
	if err != nil || len(moves) == 0 {
		return err
	}
	updated, err := t.shift(moves)
	if err != nil {
		return err
	}
	var back []movement
	var refused error
	for i, m := range moves {
		switch {
		case updated[i] > 0:
			m.balance, m.held = -m.balance, -m.held
			back = append(back, m)
		case refused == nil:
			refused = t.refusal(m)
		}
	}
	if refused == nil || len(back) == 0 {
		return refused
	}
	if _, err := t.shift(back); err != nil {
		return err
	}
	return refused
}

// tryUpdate makes each change that leaves its balance at zero or above. It
// returns the number of updated rows for each: 1, or 0 if refused.
func (t *purses) shift(moves []movement) ([]int64, error) {
	if err := t.tx.may(); err != nil {
		return nil, err
	}
	args := make([][]any, len(moves))
	for i, m := range moves {
		args[i] = []any{m.balance, m.held, m.owner, m.currency}
	}
	updated, err := t.tx.conn.ExecEach(`UPDATE purses SET balance = balance + $1, held = held + $2
		WHERE owner = $3 AND currency = $4 AND balance + $1 >= 0 AND held + $2 >= 0`, args)
	t.tx.wrote = t.tx.wrote || slices.ContainsFunc(updated, func(n int64) bool { return n > 0 })
	return updated, t.tx.failed(err)
}

// explainRefusal returns the reason why tryUpdate updated no row.
func (t *purses) refusal(m movement) error {
	switch p, err := t.Get(m.owner); {
	case err != nil:
		return fmt.Errorf("balance of %s: %w", m.owner, err)
	case p.Currency != m.currency:
		return fmt.Errorf("balance of %s: is in %s, not %s", m.owner, p.Currency, m.currency)
	}
	return fmt.Errorf("balance of %s: %w", m.owner, store.ErrShort)
}

var walletPrefix, holdPrefix, depositPrefix = string(money.Wallet("")), string(money.Hold("")), string(money.Deposit(""))

// balanceOfBook returns the owner of the balance that book b belongs to, and
// whether b is its sum on hold. Ok is false for the registry's own books.
func purseOf(b money.Book) (owner string, held, ok bool) {
	if id, is := strings.CutPrefix(string(b), walletPrefix); is {
		return store.AccountPurse(registry.AccountID(id)), false, true
	}
	if id, is := strings.CutPrefix(string(b), holdPrefix); is {
		return store.AccountPurse(registry.AccountID(id)), true, true
	}
	if id, is := strings.CutPrefix(string(b), depositPrefix); is {
		return store.RegistrarPurse(registry.RegistrarID(id)), false, true
	}
	return "", false, false
}

func (t *purses) Entries(book money.Book, before int64, limit int) ([]money.Entry, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return many(t.tx, scanEntry, `SELECT id, at, memo, object, postings FROM entries
		WHERE id IN (SELECT DISTINCT entry FROM postings WHERE book = $1 AND entry < $2 ORDER BY entry DESC LIMIT $3)
		ORDER BY id DESC`, string(book), before, atMost(limit))
}

func scanEntry(r Rows) (e money.Entry, err error) {
	var at int64
	var postings []byte
	if err = r.Scan(&e.ID, &at, &e.Memo, &e.Object, &postings); err == nil {
		err = json.Unmarshal(postings, &e.Postings)
	}
	e.At = instant(at)
	return e, err
}
