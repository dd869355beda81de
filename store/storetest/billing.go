package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var billingTests = map[string]func(*testing.T, Database){
	"invoices are listed by registrar":        invoicesListed,
	"a registrar has at most one open reload": oneOpenReload,
	"certificates are found by their user":    certificatesOf,
	"a statement has amounts and balances":    statementLines,
	"domains are counted at an instant past":  domainsCountedAt,
}

func invoiceID(i registry.Invoice) int64 { return i.ID }

func invoicesListed(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Invoice] { return tx.Invoices() },
		registry.Invoice{ID: 1, Number: 1, Registrar: "alice"}, registry.Invoice{ID: 20, Number: 2, Registrar: "bob"},
		registry.Invoice{ID: 30, Number: 3, Registrar: "alice"}, registry.Invoice{ID: 4, Number: 4, Registrar: "alice"})
	view(t, s, func(tx store.Tx) error {
		all, err1 := tx.Invoices().ByRegistrar("alice", 0, 10)
		wantEqual(t, "all", keysOf(all, invoiceID), []int64{30, 4, 1})
		page, err2 := tx.Invoices().ByRegistrar("alice", 30, 1)
		wantEqual(t, "a page", keysOf(page, invoiceID), []int64{4})
		third, err := tx.Invoices().ByNumber(3)
		wantEqual(t, "by number", third.ID, int64(30))
		_, absent := tx.Invoices().ByNumber(9)
		wantNotFound(t, "by no number", absent)
		none, err3 := tx.Invoices().ByRegistrar("carol", 0, 10)
		wantEqual(t, "of an unknown registrar", len(none), 0)
		return errors.Join(err1, err2, err3, err)
	})
	twice := func(tx store.Tx) error { return tx.Invoices().Put(registry.Invoice{ID: 5, Number: 4}) }
	if err := s.Update(t.Context(), twice); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a number twice: %v", err)
	}
}

func oneOpenReload(t *testing.T, db Database) {
	s := open(t, db)
	first := registry.Invoice{ID: 1, Number: 1, Registrar: "alice", Reload: true}
	second := registry.Invoice{ID: 2, Number: 2, Registrar: "alice", Reload: true}
	invoices := func(tx store.Tx) store.Table[int64, registry.Invoice] { return tx.Invoices() }
	putAll(t, s, invoices, first)
	reloading := func(r registry.RegistrarID, want bool) {
		t.Helper()
		view(t, s, func(tx store.Tx) error {
			got, err := tx.Invoices().HasOpenReload(r)
			wantEqual(t, "reloading "+string(r), got, want)
			return err
		})
	}
	reloading("alice", true)
	reloading("bob", false)
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Invoices().Put(second) }); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second reload: %v", err)
	}
	first.Paid = noon
	putAll(t, s, invoices, first)
	reloading("alice", false)
	putAll(t, s, invoices, second)
	reloading("alice", true)
	second.Cancelled = noon
	putAll(t, s, invoices, second)
	reloading("alice", false)
}

func certificatesOf(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Certificate] { return tx.Certificates() },
		registry.Certificate{ID: 10, User: "u1"}, registry.Certificate{ID: 9, User: "u1"}, registry.Certificate{ID: 8, User: "u2"})
	view(t, s, func(tx store.Tx) error {
		got := keysOf(collect(t, tx.Certificates().ByUser("u1")), func(c registry.Certificate) int64 { return c.ID })
		wantEqual(t, "of the user", got, []int64{9, 10})
		wantEqual(t, "of no user", len(collect(t, tx.Certificates().ByUser(""))), 0)
		return nil
	})
}

func statementLines(t *testing.T, db Database) {
	s := open(t, db)
	book := money.Deposit("alice")
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Balances().Open("registrar:alice", "EUR"), tx.Balances().Open("registrar:bob", "EUR"))
	})
	post := func(hours int, memo, object string, from, to money.Book, cents int64) {
		update(t, s, func(tx store.Tx) error {
			_, err := tx.Balances().Post(money.Entry{At: at(hours), Memo: memo, Object: object, Postings: money.Move(from, to, money.EUR(cents))})
			return err
		})
	}
	post(0, "Invoice 1", "", money.Bank, book, 1000)
	post(1, "create", "a.example", book, money.Revenue, 300)
	post(2, "Invoice 2", "", money.Bank, money.Deposit("bob"), 5000)
	post(3, "100%_off", "b.example", book, money.Revenue, 50)
	post(4, "refund", "a.example", money.Revenue, book, 300)
	tell := func(what string, q store.StatementQuery, total int, want ...string) {
		t.Helper()
		q.Book = book
		view(t, s, func(tx store.Tx) error {
			list, n, err := tx.Balances().Statement(q)
			wantEqual(t, what, keysOf(list, func(m store.StatementLine) string {
				return fmt.Sprint(m.At.Sub(noon).Hours(), " ", m.Memo, " ", m.Amount.Decimal(), " ", m.Balance)
			}), append([]string{}, want...))
			wantEqual(t, what+", count", n, total)
			return err
		})
	}
	tell("all", store.StatementQuery{}, 4,
		"4 refund 3.00 9.50 EUR", "3 100%_off -0.50 6.50 EUR", "1 create -3.00 7.00 EUR", "0 Invoice 1 10.00 10.00 EUR")
	tell("a page", store.StatementQuery{Offset: 1, Limit: 2}, 4, "3 100%_off -0.50 6.50 EUR", "1 create -3.00 7.00 EUR")
	tell("beyond", store.StatementQuery{Offset: 9}, 4)
	tell("from and until", store.StatementQuery{From: at(1), Until: at(3)}, 1, "1 create -3.00 7.00 EUR")
	tell("memo", store.StatementQuery{Text: "INVOICE"}, 1, "0 Invoice 1 10.00 10.00 EUR")
	tell("object", store.StatementQuery{Text: " a.exam"}, 2, "4 refund 3.00 9.50 EUR", "1 create -3.00 7.00 EUR")
	tell("signs mean themselves", store.StatementQuery{Text: "0%_"}, 1, "3 100%_off -0.50 6.50 EUR")
	tell("no wildcard", store.StatementQuery{Text: "cr_ate"}, 0)
	tell("in", store.StatementQuery{Credits: true}, 2, "4 refund 3.00 9.50 EUR", "0 Invoice 1 10.00 10.00 EUR")
	tell("out", store.StatementQuery{Debits: true, Limit: 1}, 2, "3 100%_off -0.50 6.50 EUR")
}

func domainsCountedAt(t *testing.T, db Database) {
	s := open(t, db)
	line := func(hours int, kind registry.Kind, key, doc string) {
		update(t, s, func(tx store.Tx) error {
			return tx.Append(registry.Change{At: noon.Add(time.Duration(hours) * time.Hour), Verb: "x", Kind: kind, Key: key, After: []byte(doc)})
		})
	}
	line(0, registry.KindDomain, "a.example", `{"registrar":"alice"}`)
	line(1, registry.KindDomain, "b.example", `{"registrar":"alice"}`)
	line(2, registry.KindContact, "c", `{"registrar":"alice"}`)
	line(3, registry.KindDomain, "b.example", `{"registrar":"bob"}`)
	line(4, registry.KindDomain, "a.example", "")
	for hours, want := range []map[registry.RegistrarID]int{
		{}, {"alice": 1}, {"alice": 2}, {"alice": 2}, {"alice": 1, "bob": 1}, {"bob": 1},
	} {
		view(t, s, func(tx store.Tx) error {
			counts, err := tx.Statistics().CountByRegistrar(noon.Add(time.Duration(hours) * time.Hour))
			wantEqual(t, fmt.Sprint("before hour ", hours), counts, want)
			return err
		})
	}
}
