package sqlstore

import (
	"encoding/json"
	"fmt"
	"maps"
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

func (t *purses) Count(owner string, n int) error {
	switch touched, err := t.tx.exec("UPDATE purses SET names = names + $1 WHERE owner = $2", int64(n), owner); {
	case err != nil:
		return err
	case touched == 0:
		return fmt.Errorf("purse of %s: %w", owner, store.ErrNotFound)
	}
	return nil
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
	return e, sendRows(t.tx, "INSERT INTO postings (book, entry, line, amount, currency) VALUES ", 5, args)
}

// A movement is what an entry does to one purse.
type movement struct {
	balance, held int64
	currency      string
}

// move moves the purses that postings name, all or none of them, in the order
// of their owners, so that two who move the same purses wait and do not
// deadlock.
func (t *purses) move(postings []money.Posting) error {
	moves := map[string]movement{}
	for _, p := range postings {
		owner, held, ok := purseOf(p.Book)
		if !ok {
			continue
		}
		m := moves[owner]
		if m.currency != "" && m.currency != p.Amount.Currency {
			return fmt.Errorf("purse of %s: an entry in %s and %s", owner, m.currency, p.Amount.Currency)
		}
		m.currency = p.Amount.Currency
		if held {
			m.held += p.Amount.Minor
		} else {
			m.balance += p.Amount.Minor
		}
		moves[owner] = m
	}
	owners := slices.Sorted(maps.Keys(moves))
	for i, owner := range owners {
		m := moves[owner]
		n, err := t.shift(owner, m)
		if err == nil && n == 0 {
			err = t.refusal(owner, m)
			for _, o := range owners[:i] {
				back := moves[o]
				back.balance, back.held = -back.balance, -back.held
				if _, err := t.shift(o, back); err != nil {
					return err
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *purses) shift(owner string, m movement) (int64, error) {
	return t.tx.exec(`UPDATE purses SET balance = balance + $1, held = held + $2
		WHERE owner = $3 AND currency = $4 AND balance + $1 >= 0 AND held + $2 >= 0`, m.balance, m.held, owner, m.currency)
}

// refusal says why shift found no purse to move.
func (t *purses) refusal(owner string, m movement) error {
	switch p, err := t.Get(owner); {
	case err != nil:
		return fmt.Errorf("purse of %s: %w", owner, err)
	case p.Currency != m.currency:
		return fmt.Errorf("purse of %s: holds %s, not %s", owner, p.Currency, m.currency)
	}
	return fmt.Errorf("purse of %s: %w", owner, store.ErrShort)
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
