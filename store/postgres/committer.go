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

// maxSavepointBatches is the number of batches that run with savepoints after
// one needed them.
const maxSavepointBatches = 8

// A committer commits batches of jobs on its own connection.
type committer struct {
	store            *Store
	conn             *conn // nil: not connected
	ids              sqlstore.IDs
	changes          changeBuffer
	savepointBatches int // how many of the next batches run with savepoints

	commitSent bool // COMMIT may have reached the server
}

// runCommitter commits the queue's jobs until the queue is closed. If a job ends
// the goroutine (runtime.Goexit), a new goroutine continues.
func (s *Store) runCommitter(w *committer) {
	var batch []*sqlstore.Job
	defer func() {
		if batch != nil {
			w.disconnect()
			sqlstore.RetryBatch(batch)
			go s.runCommitter(w)
			return
		}
		w.disconnect()
		s.writer.Done()
	}()
	for {
		if batch = s.queue.Next(s.maxBatch); batch == nil {
			return
		}
		errs := make([]error, len(batch))
		if err := w.commit(batch, errs); err != nil {
			w.disconnect()
			for i := range errs {
				errs[i] = err
			}
		}
		done := batch
		batch = nil
		for i, j := range done {
			j.Answer(errs[i])
		}
	}
}

// commit runs every job of the batch in one transaction and sets errs to their
// errors. If it returns an error itself, nothing of the batch was committed and
// the connection must be closed.
//
// Few functions fail after a write. So the jobs first run without savepoints,
// which allows the writes of one to be sent with the query of the next. If one
// has to be undone, all run again, each with a savepoint, and so do the next
// batches.
func (w *committer) commit(batch []*sqlstore.Job, errs []error) error {
	if err := w.connect(); err != nil {
		return err
	}
	if w.savepointBatches == 0 || len(batch) == 1 {
		undo, err := w.runBatch(batch, errs, w.runJob)
		switch {
		case err == nil && !undo:
			return nil
		case w.conn.pg.IsClosed():
			return w.asConflict(err)
		case len(batch) == 1:
			if err != nil {
				errs[0] = err
			}
			return nil
		}
		w.savepointBatches = maxSavepointBatches
	}
	w.savepointBatches--
	_, err := w.runBatch(batch, errs, w.runInSavepoint)
	return w.asConflict(err)
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

// runBatch runs the batch in one transaction. It stops and rolls back when run
// reports undo or an error.
//
// An advisory lock makes processes run their jobs one after the other; only the
// commits overlap. So row locks cannot deadlock, which would cost a second each
// time. More than one committer in a process is no gain (measured: 64 clients,
// two committers, 15 percent slower).
func (w *committer) runBatch(batch []*sqlstore.Job, errs []error, run func(*sqlstore.Job) (failed error, undo bool, lost error)) (undo bool, err error) {
	c := w.conn
	w.changes, w.commitSent = changeBuffer{}, false
	c.Send("BEGIN")
	c.Send("SELECT pg_advisory_lock($1)", w.store.lockKey)
	for i, j := range batch {
		if errs[i], undo, err = run(j); undo || err != nil {
			return undo, errors.Join(err, w.rollback())
		}
	}
	n := w.changes.send(c)
	c.Send("SELECT pg_advisory_unlock($1)", w.store.lockKey)
	c.Send("COMMIT")
	w.commitSent = true
	if err := c.commit(); err != nil {
		w.commitSent = !pgconn.SafeToRetry(err) // true if nothing was sent
		return false, errors.Join(fmt.Errorf("commit: %w", err), w.rollback())
	}
	w.ids.Keep()
	if n > 0 {
		w.store.signal.Broadcast()
	}
	return false, nil
}

// rollback ends the transaction and releases the advisory lock.
func (w *committer) rollback() error {
	w.ids.Forget()
	w.conn.discard()
	_, err := w.conn.pg.PgConn().Exec(w.conn.ctx, "ROLLBACK; SELECT pg_advisory_unlock_all()").ReadAll()
	if err != nil {
		w.conn.pg.Close(w.conn.ctx)
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// runJob runs one job. It returns the job's error, and undo if the job failed
// after a write.
func (w *committer) runJob(j *sqlstore.Job) (failed error, undo bool, lost error) {
	tx := w.tx()
	failed = j.Run(tx)
	return failed, failed != nil && (tx.Wrote() || tx.Err() != nil), nil
}

// runInSavepoint runs one job in a savepoint. It returns the job's error as
// failed, and lost if the whole transaction has to be rolled back.
func (w *committer) runInSavepoint(j *sqlstore.Job) (failed error, undo bool, lost error) {
	c, before := w.conn, w.changes
	start := c.position()
	c.Send("SAVEPOINT j")
	w.ids.Keep()
	if failed = j.Run(w.tx()); failed == nil {
		c.Send("RELEASE j")
		failed = c.flush()
	}
	if failed == nil {
		return nil, false, nil
	}
	w.ids.Undo()
	w.changes = before
	if err := c.rollbackTo(start); err != nil {
		return nil, false, errors.Join(failed, fmt.Errorf("roll back to savepoint: %w", err))
	}
	return failed, false, nil
}

func (w *committer) tx() *sqlstore.Tx {
	return sqlstore.NewUpdate(w.conn, sqlstore.WriteOptions{
		LockRows: true,
		NextID:   func() (int64, error) { return w.ids.Next(w.conn) },
		Append:   w.changes.add,
	})
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

// disconnect closes the connection, which ends its transaction and releases its
// lock.
func (w *committer) disconnect() {
	w.ids.Forget()
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	w.conn.pg.Close(ctx)
	w.conn = nil
}
