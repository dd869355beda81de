package sqlite

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// maxBatch is the number of functions that share a commit at most. It bounds how
// long the first of them waits for the last.
const maxBatch = 256

// A writer implements sqlstore.Writer on its connection.
type writer struct {
	conn     *conn
	cache    sqlstore.Cache
	onCommit func()
}

var _ sqlstore.Writer = (*writer)(nil)

// NewTx returns a transaction that reads through the cache.
func (w *writer) NewTx(ids *sqlstore.IDs) *sqlstore.Tx {
	return sqlstore.NewUpdate(w.conn, sqlstore.WriteOptions{
		Cache:  &w.cache,
		NextID: func() (int64, error) { return ids.Next(w.conn) },
		Append: w.append,
	})
}

// Begin begins a transaction with the database's write lock.
func (w *writer) Begin() error { return w.run("BEGIN IMMEDIATE") }

// Commit commits. Statements fail when they are run, so its error never is a
// job's.
func (w *writer) Commit() (failed, lost error) {
	if err := w.run("COMMIT"); err != nil {
		w.Rollback()
		return nil, fmt.Errorf("commit: %w", err)
	}
	w.onCommit()
	return nil, nil
}

// Rollback ends the transaction, unless SQLite has rolled it back by itself.
func (w *writer) Rollback() error {
	w.cache.Clear()
	w.conn.Exec("ROLLBACK")
	return nil
}

// Savepoint sets savepoint j.
func (w *writer) Savepoint() error { return w.run("SAVEPOINT j") }

// ReleaseSavepoint forgets savepoint j.
func (w *writer) ReleaseSavepoint() error { return w.run("RELEASE j") }

// RollbackToSavepoint fails if SQLite has rolled back the whole transaction by
// itself, as it does when the disk is full.
func (w *writer) RollbackToSavepoint() error {
	w.cache.Clear()
	if err := w.run("ROLLBACK TO j"); err != nil {
		return err
	}
	return w.run("RELEASE j")
}

// Reset rolls back.
func (w *writer) Reset() { w.Rollback() }

func (w *writer) run(text string) error {
	_, err := w.conn.Exec(text)
	return err
}

func (w *writer) append(c registry.Change) error {
	row, err := sqlstore.ChangeRow(c)
	if err != nil {
		return fmt.Errorf("change log: %w", err)
	}
	return w.conn.Send("INSERT INTO changes (at, actor, verb, kind, ref, after) VALUES ($1, $2, $3, $4, $5, $6)", row[:]...)
}
