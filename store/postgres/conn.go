package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A conn is one connection. What is sent without a question waits for the next
// question, and goes with it in one round trip. pgx prepares each text once.
type conn struct {
	pg    *pgx.Conn
	ctx   context.Context // of the view that runs; background for who commits
	batch pgx.Batch
	musts []int // which of the batch have to touch a row
	trips int   // round trips so far
}

// A mark is a moment in what a conn sends.
type mark struct{ trips, waiting int }

func (c *conn) mark() mark { return mark{c.trips, c.batch.Len()} }

// undo forgets what was sent since m, when savepoint j was set.
func (c *conn) undo(m mark) error {
	if c.trips == m.trips { // the savepoint has not left yet
		c.batch.QueuedQueries = c.batch.QueuedQueries[:m.waiting]
		c.musts = slices.DeleteFunc(c.musts, func(i int) bool { return i >= m.waiting })
		return nil
	}
	c.forget()
	_, err := c.pg.PgConn().Exec(c.ctx, "ROLLBACK TO j; RELEASE j").ReadAll()
	return err
}

func (c *conn) Send(text string, args ...any) error {
	c.batch.Queue(text, args...)
	return nil
}

func (c *conn) Must(text string, args ...any) error {
	c.musts = append(c.musts, c.batch.Len())
	return c.Send(text, args...)
}

// forget drops what waits.
func (c *conn) forget() { c.batch, c.musts = pgx.Batch{}, nil }

// send sends what waits. All results but those of the last n statements are
// read; closing what it returns ends the exchange.
func (c *conn) send(n int) (pgx.BatchResults, error) {
	waiting, musts := c.batch, c.musts
	c.forget()
	c.trips++
	results := c.pg.SendBatch(c.ctx, &waiting)
	for i := range waiting.Len() - n {
		tag, err := results.Exec()
		if err == nil && len(musts) > 0 && musts[0] == i {
			musts = musts[1:]
			if tag.RowsAffected() == 0 {
				err = fmt.Errorf("%w: %v", store.ErrNotFound, waiting.QueuedQueries[i].Arguments)
			}
		}
		if err != nil {
			results.Close()
			return nil, failure(err)
		}
	}
	return results, nil
}

// flush runs what waits.
func (c *conn) flush() error {
	if c.batch.Len() == 0 {
		return nil
	}
	results, err := c.send(0)
	if err != nil {
		return err
	}
	return failure(results.Close())
}

// end runs what waits, a COMMIT last. Once the server has acknowledged that, it
// happened, even if the connection breaks before the exchange is over.
func (c *conn) end() error {
	results, err := c.send(0)
	if err != nil {
		return err
	}
	results.Close()
	return nil
}

func (c *conn) Exec(text string, args ...any) (int64, error) {
	touched, err := c.ExecEach(text, [][]any{args})
	if err != nil {
		return 0, err
	}
	return touched[0], nil
}

func (c *conn) ExecEach(text string, args [][]any) ([]int64, error) {
	for _, a := range args {
		c.Send(text, a...)
	}
	results, err := c.send(len(args))
	if err != nil {
		return nil, err
	}
	touched := make([]int64, len(args))
	for i := range touched {
		tag, err := results.Exec()
		if err != nil {
			results.Close()
			return nil, failure(err)
		}
		touched[i] = tag.RowsAffected()
	}
	return touched, failure(results.Close())
}

func (c *conn) Query(text string, args ...any) (sqlstore.Rows, error) {
	if c.batch.Len() == 0 {
		r, err := c.pg.Query(c.ctx, text, args...)
		if err != nil {
			return nil, failure(err)
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
		return nil, failure(err)
	}
	return &rows{Rows: r, results: results}, nil
}

// rollback ends the transaction, if there is one.
func (c *conn) rollback() {
	c.forget()
	if c.pg.PgConn().TxStatus() != 'I' {
		c.pg.Exec(context.WithoutCancel(c.ctx), "ROLLBACK")
	}
}

// rows are pgx's rows with the store's errors.
type rows struct {
	pgx.Rows
	results pgx.BatchResults // to be closed after them; may be nil
	err     error
}

func (r *rows) Close() {
	r.Rows.Close()
	if r.results != nil {
		r.err = failure(r.results.Close())
		r.results = nil
	}
}

// Err returns what went wrong. It ends the exchange, so that it knows all.
func (r *rows) Err() error {
	r.Close()
	if err := r.Rows.Err(); err != nil {
		return failure(err)
	}
	return r.err
}
