package sqlstore

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

type balances struct{ tx *Tx }

func (t *balances) Get(owner string) (store.Balance, error) {
	text := "SELECT owner, currency, balance, held, names FROM purses WHERE owner = $1"
	if t.tx.lockRows {
		text += " FOR UPDATE"
	}
	return queryOne(t.tx, scanBalance, text, owner)
}

func (t *balances) AccountFunds(a registry.AccountID) (money.Amount, error) {
	return t.funds(store.AccountOwner(a))
}

func (t *balances) RegistrarFunds(r registry.RegistrarID) (money.Amount, error) {
	return t.funds(store.RegistrarOwner(r))
}

func (t *balances) funds(owner string) (money.Amount, error) {
	b, err := t.Get(owner)
	if errors.Is(err, store.ErrNotFound) {
		return money.Amount{}, nil
	}
	return money.Amount{Minor: b.Available, Currency: b.Currency}, err
}

func scanBalance(r Rows) (p store.Balance, err error) {
	return p, r.Scan(&p.Owner, &p.Currency, &p.Available, &p.OnHold, &p.Domains)
}

func (t *balances) Open(owner, currency string) error {
	return t.tx.send("INSERT INTO purses (owner, currency, balance, held, names) VALUES ($1, $2, 0, 0, 0) ON CONFLICT (owner) DO NOTHING",
		owner, currency)
}

// AddDomains fails the transaction with store.ErrNotFound if the owner has no
// balance.
func (t *balances) AddDomains(owner string, n int) error {
	if err := t.tx.checkWritable(); err != nil {
		return err
	}
	t.tx.wrote = true
	return t.tx.keepErr(t.tx.conn.SendExpectingRow("UPDATE purses SET names = names + $1 WHERE owner = $2", int64(n), owner))
}

func (t *balances) CountDomains(r registry.RegistrarID) (int, error) {
	direct, err := queryOne(t.tx, scanInt, "SELECT names FROM purses WHERE owner = $1", store.RegistrarOwner(r))
	if err != nil {
		return 0, err
	}
	ofAccounts, err := queryOne(t.tx, scanInt, `SELECT COALESCE(SUM(p.names), 0) FROM accounts a JOIN purses p ON p.owner = 'account:' || a.id
		WHERE a.registrar = $1`, string(r))
	return int(direct + ofAccounts), err
}

func (t *balances) Post(e money.Entry) (money.Entry, error) {
	if err := e.Check(); err != nil {
		return e, err
	}
	if !t.tx.write {
		return e, ErrReadOnly
	}
	if err := t.apply(e.Postings); err != nil {
		return e, err
	}
	id, err := t.tx.NextID()
	if err != nil {
		return e, err
	}
	e.ID = id
	postings, err := registry.EncodeDocument(entryPostings{e.Postings})
	if err != nil {
		return e, fmt.Errorf("entry: %w", err)
	}
	err = t.tx.send("INSERT INTO entries (id, at, memo, object, postings) VALUES ($1, $2, $3, $4, $5)",
		e.ID, toMicros(e.At), e.Memo, e.Object, string(postings))
	if err != nil {
		return e, err
	}
	args := make([]any, 0, 10*len(e.Postings))
	for i, p := range e.Postings {
		args = append(args, string(p.Book), e.ID, int64(i), p.Amount.Minor, p.Amount.Currency, toMicros(e.At), moved(e.Postings, i))
		available, onHold := "", ""
		if owner, held, ok := balanceOfBook(p.Book); ok && held {
			onHold = owner
		} else if ok {
			available = owner
		}
		args = append(args, available, onHold)
	}
	return e, insertRows(t.tx, postingInserts, args)
}

// entryPostings is the document of column postings.
type entryPostings struct {
	Postings []money.Posting `json:"postings"`
}

// moved returns the sum of the postings to the book of posting i, or NULL if an
// earlier one is to the same book.
func moved(postings []money.Posting, i int) any {
	sum := int64(0)
	for k, p := range postings {
		if p.Book != postings[i].Book {
			continue
		}
		if k < i {
			return nil
		}
		sum += p.Amount.Minor
	}
	return sum
}

// postingInserts reads the book's balance after the entry.
var postingInserts = newInsertsOf("postings", []string{"book", "entry", "line", "amount", "currency", "at", "moved", "balance"},
	"?, ?, ?, ?, ?, ?, ?, COALESCE((SELECT balance FROM purses WHERE owner = ?), (SELECT held FROM purses WHERE owner = ?), 0)")

// A balanceChange is the sum of an entry's postings to one balance, in minor
// units.
type balanceChange struct {
	owner, currency string
	balance, held   int64
}

// balanceChanges returns the changes that postings make, sorted by owner, so
// that two transactions that change the same balances cannot deadlock.
func balanceChanges(postings []money.Posting) ([]balanceChange, error) {
	var moves []balanceChange
	for _, p := range postings {
		owner, held, ok := balanceOfBook(p.Book)
		if !ok {
			continue
		}
		i := slices.IndexFunc(moves, func(m balanceChange) bool { return m.owner == owner })
		if i < 0 {
			i = len(moves)
			moves = append(moves, balanceChange{owner: owner, currency: p.Amount.Currency})
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
	slices.SortFunc(moves, func(a, b balanceChange) int { return strings.Compare(a.owner, b.owner) })
	return moves, nil
}

// apply changes the balances of postings' books, all or none of them.
func (t *balances) apply(postings []money.Posting) error {
	moves, err := balanceChanges(postings)
	if err != nil || len(moves) == 0 {
		return err
	}
	updated, err := t.tryUpdate(moves)
	if err != nil {
		return err
	}
	var back []balanceChange
	var refused error
	for i, m := range moves {
		switch {
		case updated[i] > 0:
			m.balance, m.held = -m.balance, -m.held
			back = append(back, m)
		case refused == nil:
			refused = t.explainRefusal(m)
		}
	}
	if refused == nil || len(back) == 0 {
		return refused
	}
	if _, err := t.tryUpdate(back); err != nil {
		return err
	}
	return refused
}

// tryUpdate makes each change that leaves its balance at zero or above. It
// returns the number of updated rows for each: 1, or 0 if refused.
func (t *balances) tryUpdate(moves []balanceChange) ([]int64, error) {
	if err := t.tx.checkWritable(); err != nil {
		return nil, err
	}
	args := make([][]any, len(moves))
	for i, m := range moves {
		args[i] = []any{m.balance, m.held, m.owner, m.currency}
	}
	updated, err := t.tx.conn.ExecEach(`UPDATE purses SET balance = balance + $1, held = held + $2
		WHERE owner = $3 AND currency = $4 AND balance + $1 >= 0 AND held + $2 >= 0`, args)
	t.tx.wrote = t.tx.wrote || slices.ContainsFunc(updated, func(n int64) bool { return n > 0 })
	return updated, t.tx.keepErr(err)
}

// explainRefusal returns the reason why tryUpdate updated no row.
func (t *balances) explainRefusal(m balanceChange) error {
	switch p, err := t.Get(m.owner); {
	case err != nil:
		return fmt.Errorf("balance of %s: %w", m.owner, err)
	case p.Currency != m.currency:
		return fmt.Errorf("balance of %s: is in %s, not %s", m.owner, p.Currency, m.currency)
	}
	return fmt.Errorf("balance of %s: %w", m.owner, store.ErrInsufficientFunds)
}

var walletPrefix, holdPrefix, depositPrefix = string(money.Wallet("")), string(money.Hold("")), string(money.Deposit(""))

// balanceOfBook returns the owner of the balance that book b belongs to, and
// whether b is its sum on hold. Ok is false for the registry's own books.
func balanceOfBook(b money.Book) (owner string, held, ok bool) {
	if id, is := strings.CutPrefix(string(b), walletPrefix); is {
		return store.AccountOwner(registry.AccountID(id)), false, true
	}
	if id, is := strings.CutPrefix(string(b), holdPrefix); is {
		return store.AccountOwner(registry.AccountID(id)), true, true
	}
	if id, is := strings.CutPrefix(string(b), depositPrefix); is {
		return store.RegistrarOwner(registry.RegistrarID(id)), false, true
	}
	return "", false, false
}

func (t *balances) Entries(book money.Book, before int64, limit int) ([]money.Entry, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return queryAll(t.tx, scanEntry, `SELECT id, at, memo, object, postings FROM entries
		WHERE id IN (SELECT DISTINCT entry FROM postings WHERE book = $1 AND entry < $2 ORDER BY entry DESC LIMIT $3)
		ORDER BY id DESC`, string(book), before, limitOrDefault(limit))
}

func scanEntry(r Rows) (e money.Entry, err error) {
	var at int64
	var postings []byte
	if err = r.Scan(&e.ID, &at, &e.Memo, &e.Object, &postings); err != nil {
		return e, err
	}
	e.At = fromMicros(at)
	if bytes.HasPrefix(postings, []byte("[")) { // version 0
		err = json.Unmarshal(postings, &e.Postings)
	} else {
		doc := entryPostings{}
		err = registry.DecodeDocument(postings, &doc)
		e.Postings = doc.Postings
	}
	if err != nil {
		err = fmt.Errorf("entries, row %d: %w", e.ID, err)
	}
	return e, err
}
