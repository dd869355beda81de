package sqlstore

import (
	"errors"
	"fmt"
)

// maxSavepointBatches is the number of batches that run with savepoints after
// one needed them.
const maxSavepointBatches = 8

// A GroupCommit runs the jobs of Queue in batches, each in one transaction of
// Writer, so that one commit serves all jobs of a batch. A job that fails does
// not affect the others.
//
// A savepoint costs a copy of each page that its job changes (SQLite), or a round
// trip (PostgreSQL), and few jobs fail after a write. So the jobs of a batch first
// run without savepoints. If one has to be undone, all run again, each with a
// savepoint, and so do the next batches.
type GroupCommit struct {
	Queue    *Queue
	Writer   Writer
	MaxBatch int // the number of jobs that share a commit at most

	ids              IDs
	savepointBatches int // how many of the next batches run with savepoints
}

// A Writer runs the transactions of a GroupCommit on one connection. After an
// error of Begin, Savepoint, RollbackToSavepoint or Rollback the transaction is
// lost: the GroupCommit calls Reset, and no job of the batch has had an effect.
type Writer interface {
	// NewTx returns a Tx for one job of the transaction.
	NewTx(ids *IDs) *Tx
	Begin() error
	// Commit commits the transaction, or rolls it back if it returns an error:
	// failed, if a statement of a job failed, so that the jobs can be run again;
	// lost, if the connection or the database failed.
	Commit() (failed, lost error)
	Rollback() error
	// Savepoint begins the part of the transaction that one job writes.
	Savepoint() error
	// ReleaseSavepoint ends it. On an error RollbackToSavepoint is called.
	ReleaseSavepoint() error
	RollbackToSavepoint() error
	// Reset ends a transaction in an unknown state.
	Reset()
}

// Run commits the queue's jobs until the queue is closed; then it stops the queue
// and calls done. If a job ends the goroutine (runtime.Goexit), Run continues on
// a new one.
func (g *GroupCommit) Run(done func()) {
	var batch []*Job
	defer func() {
		if batch != nil {
			g.reset()
			retryBatch(batch)
			go g.Run(done)
			return
		}
		g.Queue.stop()
		done()
	}()
	for {
		if batch = g.Queue.next(g.MaxBatch); batch == nil {
			return
		}
		errs := make([]error, len(batch))
		if err := g.commit(batch, errs); err != nil {
			g.reset()
			for i := range errs {
				errs[i] = err
			}
		}
		answered := batch
		batch = nil
		for i, j := range answered {
			j.answer(errs[i])
		}
	}
}

func (g *GroupCommit) reset() {
	g.ids.Forget()
	g.Writer.Reset()
}

// commit runs every job of the batch in one transaction and sets errs to their
// errors. If it returns an error itself, nothing of the batch was committed.
func (g *GroupCommit) commit(batch []*Job, errs []error) error {
	if g.savepointBatches == 0 || len(batch) == 1 {
		failed, lost := g.runBatch(batch, errs, g.runJob)
		switch {
		case lost != nil || failed == nil:
			return lost
		case len(batch) == 1:
			errs[0] = failed
			return nil
		}
		g.savepointBatches = maxSavepointBatches
	}
	g.savepointBatches--
	return errors.Join(g.runBatch(batch, errs, g.runInSavepoint))
}

// runBatch runs the batch in one transaction. Failed is an error after which the
// batch can be run again with savepoints, lost any other; both mean that nothing
// was committed.
func (g *GroupCommit) runBatch(batch []*Job, errs []error, run func(*Job) (err, undo, lost error)) (failed, lost error) {
	if err := g.Writer.Begin(); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	for i, j := range batch {
		if errs[i], failed, lost = run(j); failed != nil || lost != nil {
			g.ids.Forget()
			return failed, errors.Join(lost, g.Writer.Rollback())
		}
	}
	if failed, lost = g.Writer.Commit(); failed != nil || lost != nil {
		g.ids.Forget()
		return failed, lost
	}
	g.ids.Keep()
	return nil, nil
}

// runJob runs one job. It returns the job's error, and the same error as undo if
// the job failed after a write.
func (g *GroupCommit) runJob(j *Job) (err, undo, lost error) {
	tx := g.Writer.NewTx(&g.ids)
	if err = j.run(tx); err != nil && (tx.wrote || tx.err != nil) {
		return err, err, nil
	}
	return err, nil, nil
}

// runInSavepoint runs one job in a savepoint. It returns the job's error, or the
// error after which the whole transaction is lost.
func (g *GroupCommit) runInSavepoint(j *Job) (err, undo, lost error) {
	if err := g.Writer.Savepoint(); err != nil {
		return nil, nil, fmt.Errorf("savepoint: %w", err)
	}
	g.ids.Keep()
	tx := g.Writer.NewTx(&g.ids)
	if err = j.run(tx); err == nil {
		err = g.Writer.ReleaseSavepoint()
	}
	if err == nil {
		return nil, nil, nil
	}
	g.ids.Undo()
	if lost := g.Writer.RollbackToSavepoint(); lost != nil {
		if tx.err != nil { // the reason for which the database rolled back by itself, as SQLite does when the disk is full
			err = tx.err
		}
		return nil, nil, errors.Join(err, fmt.Errorf("roll back to savepoint: %w", lost))
	}
	return err, nil, nil
}
