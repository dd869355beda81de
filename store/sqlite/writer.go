package sqlite

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// maxBatch is the number of functions that share a commit at most. It bounds how
// long the first of them waits for the last.
const maxBatch = 256

// maxSavepointBatches is the number of batches that run with savepoints after
// one needed them.
const maxSavepointBatches = 8

// A writer commits batches of jobs on its connection.
type writer struct {
	conn             *conn
	maxBatch         int
	ids              sqlstore.IDs
	cache            sqlstore.Cache
	onCommit         func()
	savepointBatches int // how many of the next batches run with savepoints
}

// runWriter commits the queue's jobs until the queue is closed. If a job ends
// the goroutine (runtime.Goexit), a new goroutine continues.
func (s *Store) runWriter() {
	var batch []*sqlstore.Job
	defer func() {
		if batch != nil {
			s.writer.rollback()
			sqlstore.RetryBatch(batch)
			go s.runWriter()
			return
		}
		s.queue.Stop()
		s.tasks.Done()
	}()
	for {
		if batch = s.queue.Next(s.writer.maxBatch); batch == nil {
			return
		}
		errs := make([]error, len(batch))
		if err := s.writer.commit(batch, errs); err != nil {
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
// errors. If it returns an error itself, nothing of the batch was committed.
//
// A savepoint copies every page that its job changes, and few functions fail
// after a write. So the jobs first run without savepoints. If one has to be
// undone, all run again, each with a savepoint, and so do the next batches.
func (w *writer) commit(batch []*sqlstore.Job, errs []error) error {
	if w.savepointBatches == 0 || len(batch) == 1 {
		switch undo, err := w.runBatch(batch, errs, w.runJob); {
		case err != nil:
			return err
		case !undo:
			return nil
		case len(batch) == 1:
			return nil // errs[0] is the job's error
		}
		w.savepointBatches = maxSavepointBatches
	}
	w.savepointBatches--
	_, err := w.runBatch(batch, errs, w.runInSavepoint)
	return err
}

// runBatch runs the batch in one transaction. It stops and rolls back when run
// reports undo or an error.
func (w *writer) runBatch(batch []*sqlstore.Job, errs []error, run func(*sqlstore.Job) (failed error, undo bool, lost error)) (undo bool, err error) {
	if _, err := w.conn.Exec("BEGIN IMMEDIATE"); err != nil {
		return false, fmt.Errorf("begin: %w", err)
	}
	for i, j := range batch {
		if errs[i], undo, err = run(j); undo || err != nil {
			w.rollback()
			return undo, err
		}
	}
	if _, err := w.conn.Exec("COMMIT"); err != nil {
		w.rollback()
		return false, fmt.Errorf("commit: %w", err)
	}
	w.ids.Keep()
	w.onCommit()
	return false, nil
}

// runJob runs one job. It returns the job's error, and undo if the job failed
// after a write.
func (w *writer) runJob(j *sqlstore.Job) (failed error, undo bool, lost error) {
	tx := w.tx()
	failed = j.Run(tx)
	return failed, failed != nil && (tx.Wrote() || tx.Err() != nil), nil
}

// runInSavepoint runs one job in a savepoint. It returns the job's error as
// failed, and lost if the whole transaction has to be rolled back.
func (w *writer) runInSavepoint(j *sqlstore.Job) (failed error, undo bool, lost error) {
	if _, err := w.conn.Exec("SAVEPOINT j"); err != nil {
		return nil, false, fmt.Errorf("savepoint: %w", err)
	}
	w.ids.Keep()
	tx := w.tx()
	if failed = j.Run(tx); failed != nil {
		w.ids.Undo()
		w.cache.Clear()
		if _, err := w.conn.Exec("ROLLBACK TO j"); err != nil {
			// SQLite has rolled back the whole transaction by itself, as it does
			// when the disk is full. The job's error has the reason.
			if tx.Err() != nil {
				err = tx.Err()
			}
			return nil, false, fmt.Errorf("roll back to savepoint: %w", err)
		}
	}
	if _, err := w.conn.Exec("RELEASE j"); err != nil {
		return nil, false, fmt.Errorf("release savepoint: %w", err)
	}
	return failed, false, nil
}

func (w *writer) tx() *sqlstore.Tx {
	return sqlstore.NewUpdate(w.conn, sqlstore.WriteOptions{
		Cache:  &w.cache,
		NextID: func() (int64, error) { return w.ids.Next(w.conn) },
		Append: w.append,
	})
}

// rollback ends the transaction, unless SQLite has rolled it back by itself.
func (w *writer) rollback() {
	w.ids.Forget()
	w.cache.Clear()
	w.conn.Exec("ROLLBACK")
}

func (w *writer) append(c registry.Change) error {
	row, err := sqlstore.ChangeRow(c)
	if err != nil {
		return fmt.Errorf("change log: %w", err)
	}
	return w.conn.Send("INSERT INTO changes (at, actor, verb, kind, ref, after) VALUES ($1, $2, $3, $4, $5, $6)", row[:]...)
}
