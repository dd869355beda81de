package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// maxBatch is the number of functions that share a commit at most: PostgreSQL
// caches 64 subtransactions of a session.
const maxBatch = 64

// A committer implements sqlstore.Writer on its own connection.
type committer struct {
	store      *Store
	conn       *conn // nil: not connected
	changes    changeBuffer
	commitSent bool // COMMIT may have reached the server

	savepoint position     // of the current savepoint
	before    changeBuffer // changes at the current savepoint
}

var _ sqlstore.Writer = (*committer)(nil)

// NewTx returns a transaction that locks the rows that it reads.
func (w *committer) NewTx(ids *sqlstore.IDs) *sqlstore.Tx {
	return sqlstore.NewUpdate(w.conn, sqlstore.WriteOptions{
		LockRows: true,
		NextID:   func() (int64, error) { return ids.Next(w.conn) },
		Append:   w.changes.add,
	})
}

// Begin connects unless the committer is connected, and begins a transaction.
//
// An advisory lock makes processes run their jobs one after the other; only the
// commits overlap. So row locks cannot deadlock, which would cost a second each
// time. More than one committer in a process is no gain (measured: 64 clients,
// two committers, 15 percent slower).
func (w *committer) Begin() error {
	if err := w.connect(); err != nil {
		return err
	}
	w.changes, w.commitSent = changeBuffer{}, false
	w.conn.Send("BEGIN")
	w.conn.Send("SELECT pg_advisory_lock($1)", w.store.lockKey)
	return nil
}

// Commit sends the queued statements, the changes and COMMIT.
func (w *committer) Commit() (failed, lost error) {
	c := w.conn
	n := w.changes.send(c)
	c.Send("SELECT pg_advisory_unlock($1)", w.store.lockKey)
	c.Send("COMMIT")
	w.commitSent = true
	if err := c.commit(); err != nil {
		w.commitSent = !pgconn.SafeToRetry(err) // true if nothing was sent
		err = errors.Join(fmt.Errorf("commit: %w", err), w.rollback())
		if c.pg.IsClosed() {
			return nil, w.asConflict(err)
		}
		return err, nil
	}
	if n > 0 {
		w.store.signal.Broadcast()
	}
	return nil, nil
}

// asConflict wraps err in store.ErrConflict, so that the batch runs again, if
// the commit surely did not happen: the connection broke before COMMIT was sent,
// or the server announced the end of the session instead of acknowledging it.
// (A server that has committed and ends while it waits for its replicas sends
// no such announcement; for one that ends after acknowledging see conn.commit.)
func (w *committer) asConflict(err error) error {
	if err != nil && w.conn.pg.IsClosed() && (!w.commitSent || sessionEnded(err)) {
		return fmt.Errorf("%w (%w)", store.ErrConflict, err)
	}
	return err
}

// sessionEnded reports whether the server announced the end of the session: SQLSTATE
// 57P01 admin_shutdown, 57P02 crash_shutdown.
func sessionEnded(err error) bool { return sqlState(err) == "57P01" || sqlState(err) == "57P02" }

// Rollback ends the transaction and releases the advisory lock.
func (w *committer) Rollback() error { return w.asConflict(w.rollback()) }

func (w *committer) rollback() error {
	w.conn.discard()
	_, err := w.conn.pg.PgConn().Exec(w.conn.ctx, "ROLLBACK; SELECT pg_advisory_unlock_all()").ReadAll()
	if err != nil {
		w.conn.pg.Close(w.conn.ctx)
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// Savepoint queues SAVEPOINT j.
func (w *committer) Savepoint() error {
	w.savepoint, w.before = w.conn.position(), w.changes
	return w.conn.Send("SAVEPOINT j")
}

// ReleaseSavepoint runs the queued statements of the job.
func (w *committer) ReleaseSavepoint() error {
	w.conn.Send("RELEASE j")
	return w.conn.flush()
}

// RollbackToSavepoint drops what the job has queued, written and logged.
func (w *committer) RollbackToSavepoint() error {
	w.changes = w.before
	return w.conn.rollbackTo(w.savepoint)
}

// connect opens the connection if there is none.
func (w *committer) connect() error {
	if w.conn != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	pg, err := pgx.ConnectConfig(ctx, w.store.config)
	if err != nil {
		return err
	}
	w.conn = &conn{pg: pg, ctx: context.Background()}
	return nil
}

// Reset closes the connection, which ends its transaction and releases its lock.
func (w *committer) Reset() {
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	w.conn.pg.Close(ctx)
	w.conn = nil
}
