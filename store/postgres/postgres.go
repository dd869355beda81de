// Package postgres is the engine that keeps a registry in a PostgreSQL schema,
// which several processes may share.
//
// Functions that wait are run in one transaction, each behind a savepoint, so
// that they share its commit, and what they write is sent in one packet with
// their next question. The change sequence is taken from one counter row, last
// in the transaction: it is the order of the commits.
package postgres

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// Options tune an engine; the zero value is right for most.
type Options struct {
	Schema  string // made if missing; empty: "cadastre"
	Readers int    // connections for View; 0: four per processor, at least 8
	Single  bool   // one commit per transaction, to measure what the group is worth
}

// A Store is an open schema.
type Store struct {
	config  *pgx.ConnConfig // of the connection that writes
	lock    int64           // key of the advisory lock of the schema
	readers *pgxpool.Pool
	queue   *sqlstore.Queue
	limit   int
	signal  sqlstore.Signal
	ctx     context.Context // ends at Close
	stop    context.CancelFunc
	writer  sync.WaitGroup
	watcher sync.WaitGroup
	close   func() error
}

var _ store.Store = (*Store)(nil)

// Open opens a schema of the database at url, as PostgreSQL writes addresses
// (libpq section 34.1.1), and brings it to this program's version. The user
// needs the right to create the schema where it is missing.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s := &Store{queue: sqlstore.NewQueue(), limit: maxBatch}
	if o.Schema == "" {
		o.Schema = "cadastre"
	}
	if o.Readers == 0 {
		o.Readers = max(8, 4*runtime.GOMAXPROCS(0))
	}
	if o.Single {
		s.limit = 1
	}
	if err := s.open(ctx, url, o); err != nil {
		return nil, fmt.Errorf("open schema %s: %w", o.Schema, err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, url string, o Options) error {
	pool, err := pgxpool.ParseConfig(url)
	if err != nil {
		return err
	}
	c := pool.ConnConfig
	c.RuntimeParams["search_path"] = pgx.Identifier{o.Schema}.Sanitize()
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "cadastre"
	}
	s.config, s.lock = c.Copy(), lockKey(o.Schema)
	// A process that hangs in a transaction would stop the others for good.
	s.config.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	if err := prepare(ctx, s.config, o.Schema, s.lock); err != nil {
		return err
	}
	pool.MaxConns = int32(o.Readers)
	if s.readers, err = pgxpool.NewWithConfig(ctx, pool); err != nil {
		return err
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.close = sync.OnceValue(s.shut)
	s.writer.Add(1)
	go s.write(&committer{store: s})
	s.watcher.Go(s.watch)
	return nil
}

// Update runs fn, with others or alone, until no race was lost.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return sqlstore.Retry(ctx, func(attempt int) error { return s.queue.Do(ctx, attempt > 2, fn) })
}

// View runs fn in a REPEATABLE READ, READ ONLY transaction.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) error {
	return s.view(ctx, func(tx *sqlstore.Tx) error { return fn(tx) })
}

func (s *Store) view(ctx context.Context, fn func(*sqlstore.Tx) error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.ctx.Err() != nil:
		return sqlstore.ErrClosed
	}
	pooled, err := s.readers.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	defer pooled.Release()
	c := &conn{pg: pooled.Conn(), ctx: ctx}
	defer c.rollback()
	c.Send("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
	tx := sqlstore.View(c)
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Err()
}

// Changes reads portions of the change log, each in its own view.
func (s *Store) Changes(ctx context.Context, after uint64) iter.Seq2[registry.Change, error] {
	return sqlstore.Changes(after, func(fn func(*sqlstore.Tx) error) error { return s.view(ctx, fn) })
}

// Committed returns a channel that the next commit closes, of this process or
// of another.
func (s *Store) Committed() <-chan struct{} { return s.signal.Next() }

// Close ends what runs and the connections.
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	s.queue.Close()
	s.writer.Wait()
	s.queue.Stop()
	s.stop()
	s.watcher.Wait()
	s.readers.Close()
	return nil
}
