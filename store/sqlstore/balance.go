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

// Count fails the transaction if there is no such purse.
func (t *purses) Count(owner string, n int) error {
	if err := t.tx.may(); err != nil {
		return err
	}
	t.tx.wrote = true
	return t.tx.failed(t.tx.conn.Must("UPDATE purses SET names = names + $1 WHERE owner = $2", int64(n), owner))
}

func (t *purses) Names(r registry.RegistrarID) (int, error) {
	own, err := one(t.tx, scanInt, "SELECT names FROM purses WHERE owner = $1", store.RegistrarPurse(r))
	if err != nil {
		return 0, err
	}
	sold, err := one(t.tx, scanInt, `SELECT COALESCE(SUM(p.names), 0) FROM accounts a JOIN purses p ON p.owner = 'account:' || a.id
		WHERE a.registrar = $1`, string(r))
	return int(own + sold), err
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

// A movement is what an entry does to one purse.
type movement struct {
	owner, currency string
	balance, held   int64
}

// movements returns what postings do to the purses that they name, in the
// order of the owners, so that two who move the same purses wait and do not
// deadlock.
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
			return nil, fmt.Errorf("purse of %s: an entry in %s and %s", owner, m.currency, p.Amount.Currency)
		case held:
			m.held += p.Amount.Minor
		default:
			m.balance += p.Amount.Minor
		}
	}
	slices.SortFunc(moves, func(a, b movement) int { return strings.Compare(a.owner, b.owner) })
	return moves, nil
}

// move moves the purses that postings name, all or none of them.
func (t *purses) move(postings []money.Posting) error {
	moves, err := movements(postings)
	if err != nil || len(moves) == 0 {
		return err
	}
	moved, err := t.shift(moves)
	if err != nil {
		return err
	}
	var back []movement
	var refused error
	for i, m := range moves {
		switch {
		case moved[i] > 0:
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

// shift moves each purse that stays above zero, and returns 0 for the others.
func (t *purses) shift(moves []movement) ([]int64, error) {
	if err := t.tx.may(); err != nil {
		return nil, err
	}
	args := make([][]any, len(moves))
	for i, m := range moves {
		args[i] = []any{m.balance, m.held, m.owner, m.currency}
	}
	moved, err := t.tx.conn.ExecEach(`UPDATE purses SET balance = balance + $1, held = held + $2
		WHERE owner = $3 AND currency = $4 AND balance + $1 >= 0 AND held + $2 >= 0`, args)
	t.tx.wrote = t.tx.wrote || slices.ContainsFunc(moved, func(n int64) bool { return n > 0 })
	return moved, t.tx.failed(err)
}

// refusal says why shift found no purse to move.
func (t *purses) refusal(m movement) error {
	switch p, err := t.Get(m.owner); {
	case err != nil:
		return fmt.Errorf("purse of %s: %w", m.owner, err)
	case p.Currency != m.currency:
		return fmt.Errorf("purse of %s: holds %s, not %s", m.owner, p.Currency, m.currency)
	}
	return fmt.Errorf("purse of %s: %w", m.owner, store.ErrShort)
}

var walletPrefix, holdPrefix, depositPrefix = string(money.Wallet("")), string(money.Hold("")), string(money.Deposit(""))

// purseOf returns the owner of the purse that b moves, and whether b is its
// held side. Books of the registry itself have none.
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
