package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var balanceTests = map[string]func(*testing.T, Database){
	"two hundred debits at once never overdraw":        concurrentDebits,
	"an unbalanced entry is refused":                   unbalancedEntry,
	"insufficient funds of one owner change no other":  insufficientFunds,
	"a hold moves money within one balance":            holdAndRelease,
	"entries are read newest first":                    entriesListed,
	"a balance has one currency and is opened once":    openedOnce,
	"an audit finds damage":                            auditFindsDamage,
	"domains are counted for registrars with accounts": domainCounts,
}

// post writes an entry with the given postings.
func post(tx store.Tx, postings ...money.Posting) error {
	_, err := tx.Balances().Post(money.Entry{At: noon, Memo: "test", Object: "a.example", Postings: postings})
	return err
}

// fund opens the balances of account a-1 and registrar alice and credits them, in
// minor units.
func fund(t testing.TB, s store.Store, account, registrar int64) {
	t.Helper()
	update(t, s, func(tx store.Tx) error {
		err := errors.Join(tx.Balances().Open("account:a-1", "EUR"), tx.Balances().Open("registrar:alice", "EUR"))
		if account > 0 {
			err = errors.Join(err, post(tx, money.Move(money.Bank, money.Wallet("a-1"), money.EUR(account))...))
		}
		if registrar > 0 {
			err = errors.Join(err, post(tx, money.Move(money.Bank, money.Deposit("alice"), money.EUR(registrar))...))
		}
		return err
	})
}

func domainCounts(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 0, 0)
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Balances().Open("registrar:bob", "EUR"),
			tx.Accounts().Put(registry.Account{ID: "a-1", Registrar: "alice"}),
			tx.Balances().AddDomains("registrar:alice", 3), tx.Balances().AddDomains("account:a-1", 4), tx.Balances().AddDomains("registrar:bob", 1))
	})
	view(t, s, func(tx store.Tx) error {
		alice, err1 := tx.Balances().CountDomains("alice")
		bob, err2 := tx.Balances().CountDomains("bob")
		wantEqual(t, "names", []int{alice, bob}, []int{7, 1})
		_, err3 := tx.Balances().CountDomains("carol")
		wantNotFound(t, "a registrar without balance", err3)
		return errors.Join(err1, err2)
	})
}

// wantCleanAudit reports a test error if an audit finds something.
func wantCleanAudit(t testing.TB, s store.Store) {
	t.Helper()
	view(t, s, func(tx store.Tx) error {
		wrong, err := tx.Balances().Audit()
		wantEqual(t, "audit", wrong, []string(nil))
		return err
	})
}

// wantBalance reports a test error unless an owner's balance is as given.
func wantBalance(t testing.TB, s store.Store, owner string, balance, held int64) {
	t.Helper()
	view(t, s, func(tx store.Tx) error {
		p, err := tx.Balances().Get(owner)
		if p.Available != balance || p.OnHold != held {
			t.Errorf("%s: got balance %d and %d on hold, want %d and %d", owner, p.Available, p.OnHold, balance, held)
		}
		return err
	})
}

func concurrentDebits(t *testing.T, db Database) {
	all := stores(t, db, 2)
	fund(t, all[0], 100*7+6, 0)
	var paid, refused atomic.Int32
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			err := all[i%len(all)].Update(context.Background(), func(tx store.Tx) error {
				return post(tx, money.Move(money.Wallet("a-1"), money.Sales("alice"), money.EUR(7))...)
			})
			switch {
			case err == nil:
				paid.Add(1)
			case errors.Is(err, store.ErrInsufficientFunds):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if paid.Load() != 100 || refused.Load() != 100 {
		t.Errorf("%d paid and %d were refused, want 100 each", paid.Load(), refused.Load())
	}
	wantBalance(t, all[0], "account:a-1", 6, 0)
	wantCleanAudit(t, all[0])
}

func unbalancedEntry(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 100, 0)
	err := s.Update(t.Context(), func(tx store.Tx) error {
		return post(tx, money.Posting{Book: money.Wallet("a-1"), Amount: money.EUR(5)}, money.Posting{Book: money.Bank, Amount: money.EUR(-4)})
	})
	if !errors.Is(err, money.ErrUnbalanced) {
		t.Errorf("got %v, want that it is unbalanced", err)
	}
	wantBalance(t, s, "account:a-1", 100, 0)
	wantCleanAudit(t, s)
}

// insufficientFunds ignores the error: no posting of the entry may remain
// although the transaction is committed.
func insufficientFunds(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 100, 30)
	update(t, s, func(tx store.Tx) error {
		retail, wholesale := money.Move(money.Wallet("a-1"), money.Sales("alice"), money.EUR(50)), money.Move(money.Deposit("alice"), money.Revenue, money.EUR(40))
		if err := post(tx, append(retail, wholesale...)...); !errors.Is(err, store.ErrInsufficientFunds) {
			t.Errorf("got %v, want that the deposit is short", err)
		}
		return post(tx, money.Move(money.Wallet("a-1"), money.Sales("alice"), money.EUR(1))...)
	})
	wantBalance(t, s, "account:a-1", 99, 0)
	wantBalance(t, s, "registrar:alice", 30, 0)
	wantCleanAudit(t, s)
}

func holdAndRelease(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 100, 0)
	move := func(amount int64) error {
		return s.Update(t.Context(), func(tx store.Tx) error {
			return post(tx, money.Move(money.Wallet("a-1"), money.Hold("a-1"), money.EUR(amount))...)
		})
	}
	if err := move(80); err != nil {
		t.Fatal(err)
	}
	wantBalance(t, s, "account:a-1", 20, 80)
	if err := move(21); !errors.Is(err, store.ErrInsufficientFunds) {
		t.Errorf("got %v, want that the wallet is short", err)
	}
	if err := move(-81); !errors.Is(err, store.ErrInsufficientFunds) {
		t.Errorf("got %v, want that the hold is short", err)
	}
	if err := move(-80); err != nil {
		t.Error(err)
	}
	wantBalance(t, s, "account:a-1", 100, 0)
	wantCleanAudit(t, s)
}

func entriesListed(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 1000, 0)
	var written []money.Entry
	for i := range 5 {
		update(t, s, func(tx store.Tx) error {
			postings := money.Move(money.Wallet("a-1"), money.Sales("alice"), money.EUR(int64(i+1)))
			if i == 3 { // one book twice
				postings = append(postings, money.Move(money.Wallet("a-1"), money.Revenue, money.EUR(9))...)
			}
			e, err := tx.Balances().Post(money.Entry{At: noon, Memo: fmt.Sprint("payment ", i), Object: "a.example", Postings: postings})
			if e.ID == 0 {
				t.Error("an entry got no ID")
			}
			written = append([]money.Entry{e}, written...)
			return err
		})
	}
	view(t, s, func(tx store.Tx) error {
		sales, err1 := tx.Balances().Entries(money.Sales("alice"), 0, 10)
		page, err2 := tx.Balances().Entries(money.Wallet("a-1"), written[0].ID, 2)
		none, err3 := tx.Balances().Entries(money.Hold("a-1"), 0, 10)
		wantEqual(t, "all", sales, written)
		wantEqual(t, "a page", page, written[1:3])
		wantEqual(t, "of an empty book", none, []money.Entry(nil))
		return errors.Join(err1, err2, err3)
	})
}

func openedOnce(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 100, 0)
	update(t, s, func(tx store.Tx) error { return tx.Balances().Open("account:a-1", "USD") })
	view(t, s, func(tx store.Tx) error {
		got, err := tx.Balances().Get("account:a-1")
		wantEqual(t, "balance", got, store.Balance{Owner: "account:a-1", Currency: "EUR", Available: 100})
		return err
	})
	in := func(a money.Amount, wallet string) error {
		return s.Update(t.Context(), func(tx store.Tx) error { return post(tx, money.Move(money.Bank, money.Wallet(wallet), a)...) })
	}
	if err := in(money.Amount{Minor: 5, Currency: "USD"}, "a-1"); err == nil || errors.Is(err, store.ErrInsufficientFunds) {
		t.Errorf("dollars into euros: got %v, want an error", err)
	}
	wantNotFound(t, "no balance", in(money.EUR(5), "a-2"))
	wantNotFound(t, "a domain without balance", s.Update(t.Context(), func(tx store.Tx) error { return tx.Balances().AddDomains("account:a-2", 1) }))
	wantCleanAudit(t, s)
}

func auditFindsDamage(t *testing.T, db Database) {
	s := open(t, db)
	fund(t, s, 100, 100)
	update(t, s, func(tx store.Tx) error {
		return errors.Join(
			tx.Domains().Put(registry.Domain{Name: "a.example", Registrar: "alice", Account: "a-1"}), tx.Balances().AddDomains("account:a-1", 1),
			tx.Domains().Put(registry.Domain{Name: "b.example", Registrar: "alice"}), tx.Balances().AddDomains("registrar:alice", 1))
	})
	wantCleanAudit(t, s)
	s.Close()
	for _, d := range []struct{ statement, undo, want string }{
		{"UPDATE postings SET amount = amount + 1 WHERE book = 'bank'", "UPDATE postings SET amount = amount - 1 WHERE book = 'bank'", "sums to 1 EUR"},
		{"UPDATE purses SET balance = 99 WHERE owner = 'account:a-1'", "UPDATE purses SET balance = 100 WHERE owner = 'account:a-1'", "its postings add up to 100"},
		{"UPDATE purses SET held = 5 WHERE owner = 'account:a-1'", "UPDATE purses SET held = 0 WHERE owner = 'account:a-1'", "has 5 on hold"},
		{"UPDATE purses SET balance = -1 WHERE owner = 'account:a-1'", "UPDATE purses SET balance = 100 WHERE owner = 'account:a-1'", "below zero"},
		{"UPDATE purses SET names = 2 WHERE owner = 'account:a-1'", "UPDATE purses SET names = 1 WHERE owner = 'account:a-1'", "counts 2 domains, but there are 1"},
		{"UPDATE domains SET account = 'a-2' WHERE name = 'a.example'", "UPDATE domains SET account = 'a-1' WHERE name = 'a.example'", "account:a-2 has postings or domains but no balance"},
		{"INSERT INTO entries (id, at, memo, object, postings) VALUES (999999, 1, '', '', '[]')", "DELETE FROM entries WHERE id = 999999", "entry 999999 has no postings"},
		{"INSERT INTO postings (entry, line, book, amount, currency) VALUES (999999, 0, 'bank', 0, 'EUR')", "DELETE FROM postings WHERE entry = 999999", "postings of entry 999999"},
	} {
		if err := db.ExecSQL(d.statement); err != nil {
			t.Fatal(err)
		}
		s := open(t, db)
		view(t, s, func(tx store.Tx) error {
			wrong, err := tx.Balances().Audit()
			if !strings.Contains(strings.Join(wrong, "\n"), d.want) {
				t.Errorf("%s: got %q, want %q in it", d.statement, wrong, d.want)
			}
			return err
		})
		s.Close()
		if err := db.ExecSQL(d.undo); err != nil {
			t.Fatal(err)
		}
	}
	wantCleanAudit(t, open(t, db))
}
