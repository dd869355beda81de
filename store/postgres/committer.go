package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// maxBatch bounds how many functions share a commit: PostgreSQL keeps 64
// subtransactions of a session at hand.
const maxBatch = 64

// A committer commits batches of jobs on its own connection.
type committer struct {
	store   *Store
	conn    *conn // nil: to be made
	ids     sqlstore.IDs
	changes changes
}

// write serves the queue until it is closed. Should a job end the goroutine
// instead of returning, another one takes over.
func (s *Store) write(w *committer) {
	var batch []*sqlstore.Job
	defer func() {
		if batch != nil {
			w.drop()
			sqlstore.Abandon(batch)
			go s.write(w)
			return
		}
		w.drop()
		s.writers.Done()
	}()
	for {
		if batch = s.queue.Next(s.limit); batch == nil {
			return
		}
		errs := make([]error, len(batch))
		if err := w.commit(batch, errs); err != nil {
			w.drop()
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

// commit runs every job of the batch in one transaction and sets errs to what
// each of them returned. An error of its own means that nothing of the batch
// remains, and that the connection is to be dropped.
//
// Committers run their jobs in turn, under an advisory lock, and only the
// commits overlap: so they never wait for each other's rows in a circle, which
// would cost a second each time.
func (w *committer) commit(batch []*sqlstore.Job, errs []error) error {
	if err := w.connect(); err != nil {
		return err
	}
	c := w.conn
	w.changes = changes{}
	c.Send("BEGIN")
	c.Send("SELECT pg_advisory_lock($1)", w.store.lock)
	for i, j := range batch {
		var lost error
		if errs[i], lost = w.run(j); lost != nil {
			return lost
		}
	}
	n := w.changes.send(c)
	c.Send("SELECT pg_advisory_unlock($1)", w.store.lock)
	c.Send("COMMIT")
	if err := c.flush(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if n > 0 {
		w.store.signal.Send()
	}
	return nil
}

// run runs one job behind a savepoint. It returns the job's error, and an
// error if the whole transaction is lost.
func (w *committer) run(j *sqlstore.Job) (failed, lost error) {
	c, before := w.conn, w.changes
	start := c.mark()
	c.Send("SAVEPOINT j")
	tx := sqlstore.Update(c, sqlstore.Engine{
		Locks:  true,
		NextID: func() (int64, error) { return w.ids.Next(c) },
		Log:    func(change registry.Change) error { return w.changes.add(change) },
	})
	failed = j.Run(tx)
	if failed == nil {
		c.Send("RELEASE j")
		failed = c.flush()
	}
	if failed == nil {
		w.ids.Keep()
		return nil, nil
	}
	w.ids.Undo()
	w.changes = before
	switch err := c.undo(start); {
	case c.pg.IsClosed():
		return nil, fmt.Errorf("connection lost: %w", failed)
	case err != nil:
		return nil, fmt.Errorf("roll back to savepoint: %w", err)
	}
	return failed, nil
}

// connect makes a connection if there is none.
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

// drop ends the connection, and with it whatever transaction and lock it had.
func (w *committer) drop() {
	w.ids.Forget()
	if w.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	w.conn.pg.Close(ctx)
	w.conn = nil
}
