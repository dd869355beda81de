package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A conn is one connection. Sent statements are queued and go with the next
// query in one round trip. pgx prepares each text once.
type conn struct {
	pg         *pgx.Conn
	ctx        context.Context // of the view that runs; context.Background for the committer
	batch      pgx.Batch       // queued statements
	expectRow  []int           // indexes in batch of statements that must affect a row
	roundTrips int             // round trips so far
}

// A position is a point in the sequence of statements of a conn.
type position struct{ roundTrips, queued int }

func (c *conn) position() position { return position{c.roundTrips, c.batch.Len()} }

// rollbackTo rolls back to savepoint j, which was set at m.
func (c *conn) rollbackTo(m position) error {
	if c.roundTrips == m.roundTrips { // SAVEPOINT is still queued
		c.batch.QueuedQueries = c.batch.QueuedQueries[:m.queued]
		c.expectRow = slices.DeleteFunc(c.expectRow, func(i int) bool { return i >= m.queued })
		return nil
	}
	c.discard()
	_, err := c.pg.PgConn().Exec(c.ctx, "ROLLBACK TO j; RELEASE j").ReadAll()
	return err
}

func (c *conn) Send(text string, args ...any) error {
	c.batch.Queue(text, args...)
	return nil
}

func (c *conn) SendExpectingRow(text string, args ...any) error {
	c.expectRow = append(c.expectRow, c.batch.Len())
	return c.Send(text, args...)
}

// discard drops the queued statements.
func (c *conn) discard() { c.batch, c.expectRow = pgx.Batch{}, nil }

// send sends the queued statements and reads all results but those of the last
// n statements. The caller must close the returned results.
func (c *conn) send(n int) (pgx.BatchResults, error) {
	queued, musts := c.batch, c.expectRow
	c.discard()
	c.roundTrips++
	results := c.pg.SendBatch(c.ctx, &queued)
	for i := range queued.Len() - n {
		tag, err := results.Exec()
		if err == nil && len(musts) > 0 && musts[0] == i {
			musts = musts[1:]
			if tag.RowsAffected() == 0 {
				err = fmt.Errorf("%w: %v", store.ErrNotFound, queued.QueuedQueries[i].Arguments)
			}
		}
		if err != nil {
			results.Close()
			return nil, mapError(err)
		}
	}
	return results, nil
}

// flush runs the queued statements.
func (c *conn) flush() error {
	if c.batch.Len() == 0 {
		return nil
	}
	results, err := c.send(0)
	if err != nil {
		return err
	}
	return mapError(results.Close())
}

// commit runs the queued statements, of which COMMIT is the last. Once the
// server has acknowledged COMMIT, a later error of the connection is ignored.
func (c *conn) commit() error {
	results, err := c.send(0)
	if err != nil {
		return err
	}
	results.Close()
	return nil
}

func (c *conn) Exec(text string, args ...any) (int64, error) {
	affected, err := c.ExecEach(text, [][]any{args})
	if err != nil {
		return 0, err
	}
	return affected[0], nil
}

func (c *conn) ExecEach(text string, args [][]any) ([]int64, error) {
	for _, a := range args {
		c.Send(text, a...)
	}
	results, err := c.send(len(args))
	if err != nil {
		return nil, err
	}
	affected := make([]int64, len(args))
	for i := range affected {
		tag, err := results.Exec()
		if err != nil {
			results.Close()
			return nil, mapError(err)
		}
		affected[i] = tag.RowsAffected()
	}
	return affected, mapError(results.Close())
}

func (c *conn) Query(text string, args ...any) (sqlstore.Rows, error) {
	if c.batch.Len() == 0 {
		r, err := c.pg.Query(c.ctx, text, args...)
		if err != nil {
			return nil, mapError(err)
		}
		return &rows{Rows: r}, nil
	}
	c.Send(text, args...)
	results, err := c.send(1)
	if err != nil {
		return nil, err
	}
	r, err := results.Query()
	if err != nil {
		results.Close()
		return nil, mapError(err)
	}
	return &rows{Rows: r, results: results}, nil
}

// rollback ends the transaction, if there is one.
func (c *conn) rollback() {
	c.discard()
	if c.pg.PgConn().TxStatus() != 'I' {
		c.pg.Exec(context.WithoutCancel(c.ctx), "ROLLBACK")
	}
}

// rows implements sqlstore.Rows.
type rows struct {
	pgx.Rows
	results pgx.BatchResults // closed after Rows; may be nil
	err     error
}

func (r *rows) Close() {
	r.Rows.Close()
	if r.results != nil {
		r.err = mapError(r.results.Close())
		r.results = nil
	}
}

// Err closes the rows and returns the first error.
func (r *rows) Err() error {
	r.Close()
	if err := r.Rows.Err(); err != nil {
		return mapError(err)
	}
	return r.err
}
