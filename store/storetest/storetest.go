// Package storetest has the test suite that every storage engine passes, and
// temporary databases for the tests of other packages.
package storetest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// A Database is the temporary database of one test.
type Database struct {
	// Open opens the store, which is empty the first time.
	Open func() (store.Store, error)
	// Dialect names the engine's SQL: "sqlite" or "postgres".
	Dialect string
	// Restore runs the statements of a dump, before the first Open.
	Restore func(dump string) error
	// ExecSQL runs statements without the store, to damage data.
	ExecSQL func(statements ...string) error
	// Shared is true if several stores can be open at once, as in several
	// processes.
	Shared bool
}

// SQLite returns a database in a temporary folder.
func SQLite(t testing.TB) Database {
	path := filepath.Join(t.TempDir(), "registry.db")
	return Database{
		Open:    func() (store.Store, error) { return sqlite.Open(path, sqlite.Options{}) },
		Dialect: "sqlite",
		Restore: func(dump string) error { return execSQLite(path, []string{dump}) },
		ExecSQL: func(statements ...string) error { return execSQLite(path, statements) },
	}
}

// Engines runs fn as a subtest for every engine. Open opens the subtest's store:
// an empty one the first time, the same one later. Stores are closed when the
// subtest ends.
func Engines(t *testing.T, fn func(t *testing.T, open func() store.Store)) {
	for _, e := range []struct {
		name     string
		database func(testing.TB) Database
	}{{"sqlite", SQLite}, {"postgres", Postgres}} {
		t.Run(e.name, func(t *testing.T) {
			db := e.database(t)
			fn(t, func() store.Store { return open(t, db) })
		})
	}
}

// Run runs the suite. Database is called once for each test.
func Run(t *testing.T, database func(testing.TB) Database) {
	for _, part := range []map[string]func(*testing.T, Database){
		tableTests, transactionTests, viewTests, lifetimeTests, raceTests, balanceTests, changeTests,
		queryTests, transferTests, domainQueryTests, billingTests, searchTests, lastSeqTests, documentTests, filterTests, goldenTests(),
	} {
		for name, test := range part {
			t.Run(name, func(t *testing.T) { test(t, database(t)) })
		}
	}
}

// open opens the store of p until the test ends.
func open(t testing.TB, db Database) store.Store {
	t.Helper()
	s, err := db.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// update runs fn in a transaction that must succeed.
func update(t testing.TB, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// view runs fn in a view that must succeed.
func view(t testing.TB, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// noon is an instant to count from.
var noon = time.Date(2026, 2, 28, 12, 0, 0, 123456000, time.UTC)
