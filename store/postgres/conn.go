package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A conn is one connection. What is sent without a question waits for the next
// question, and goes with it in one round trip. pgx prepares each text once.
type conn struct {
	pg    *pgx.Conn
	ctx   context.Context // of the view that runs; background for who commits
	batch pgx.Batch
	trips int // round trips so far
}

// A mark is a moment in what a conn sends.
type mark struct{ trips, waiting int }

func (c *conn) mark() mark { return mark{c.trips, c.batch.Len()} }

// undo forgets what was sent since m, when savepoint j was set.
func (c *conn) undo(m mark) error {
	if c.trips == m.trips { // the savepoint has not left yet
		c.batch.QueuedQueries = c.batch.QueuedQueries[:m.waiting]
		return nil
	}
	c.batch = pgx.Batch{}
	_, err := c.pg.PgConn().Exec(c.ctx, "ROLLBACK TO j; RELEASE j").ReadAll()
	return err
}

func (c *conn) Send(text string, args ...any) error {
	c.batch.Queue(text, args...)
	return nil
}

// send sends what waits. All results but those of the last n statements are
// read; closing what it returns ends the exchange.
func (c *conn) send(n int) (pgx.BatchResults, error) {
	waiting := c.batch
	c.batch = pgx.Batch{}
	c.trips++
	results := c.pg.SendBatch(c.ctx, &waiting)
	for range waiting.Len() - n {
		if _, err := results.Exec(); err != nil {
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

func (c *conn) Exec(text string, args ...any) (int64, error) {
	if c.batch.Len() == 0 {
		tag, err := c.pg.Exec(c.ctx, text, args...)
		return tag.RowsAffected(), failure(err)
	}
	c.Send(text, args...)
	results, err := c.send(1)
	if err != nil {
		return 0, err
	}
	var tag pgconn.CommandTag
	tag, err = results.Exec()
	if end := results.Close(); err == nil {
		err = end
	}
	return tag.RowsAffected(), failure(err)
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
	c.batch = pgx.Batch{}
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
