// Package postgres is the storage engine on a PostgreSQL schema, which several
// processes may share.
//
// Waiting functions run in one transaction and share its commit (group commit).
// Their writes are queued and sent in one round trip with the next query. The
// sequence numbers of changes come from one counter row, which is locked last in
// the transaction, so they are in the order of the commits.
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

// Options configures an engine. The zero value suits most.
type Options struct {
	Schema        string // created if missing; empty: "cadastre"
	Readers       int    // connections for View; 0: four per processor, at least 8
	NoGroupCommit bool   // one commit per transaction, for benchmarks
}

// A Store is an open schema.
type Store struct {
	config  *pgx.ConnConfig // of the connection that writes
	lockKey int64           // key of the schema's advisory lock
	readers *pgxpool.Pool
	queue   *sqlstore.Queue
	signal  sqlstore.Signal
	ctx     context.Context // ends at Close
	stop    context.CancelFunc
	writer  sync.WaitGroup
	poller  sync.WaitGroup
	close   func() error
}

var _ store.Store = (*Store)(nil)

// Open opens a schema of the database at url (a PostgreSQL connection string,
// libpq section 34.1.1) and migrates it to this program's version. The database
// user needs the right to create the schema if it is missing.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s := &Store{queue: sqlstore.NewQueue()}
	if o.Schema == "" {
		o.Schema = "cadastre"
	}
	if o.Readers == 0 {
		o.Readers = max(8, 4*runtime.GOMAXPROCS(0))
	}
	if err := s.open(ctx, url, o); err != nil {
		return nil, fmt.Errorf("open schema %s: %w", o.Schema, err)
	}
	if err := s.queue.Do(ctx, sqlstore.Reindex); err != nil {
		s.Close()
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
	s.config, s.lockKey = c.Copy(), lockKey(o.Schema)
	// A process that hangs in a transaction would block the others forever.
	s.config.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	if err := prepareSchema(ctx, s.config, o.Schema, s.lockKey); err != nil {
		return err
	}
	pool.MaxConns = int32(o.Readers)
	if s.readers, err = pgxpool.NewWithConfig(ctx, pool); err != nil {
		return err
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.close = sync.OnceValue(s.shutdown)
	w := &committer{store: s}
	commit := &sqlstore.GroupCommit{Queue: s.queue, Writer: w, MaxBatch: maxBatch}
	if o.NoGroupCommit {
		commit.MaxBatch = 1
	}
	s.writer.Add(1)
	go commit.Run(func() { w.Reset(); s.writer.Done() })
	s.poller.Go(s.pollChanges)
	return nil
}

// Update runs fn in a shared transaction, and again after a conflict.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return sqlstore.Retry(ctx, func() error { return s.queue.Do(ctx, fn) })
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
	tx := sqlstore.NewView(c)
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Err()
}

// Changes reads the change log in batches, each in a transaction of its own.
func (s *Store) Changes(ctx context.Context, after uint64) iter.Seq2[registry.Change, error] {
	return sqlstore.Changes(after, func(fn func(*sqlstore.Tx) error) error { return s.view(ctx, fn) })
}

// Committed returns a channel that is closed by the next commit of this or
// another process.
func (s *Store) Committed() <-chan struct{} { return s.signal.Next() }

// Close ends running transactions and closes the connections.
func (s *Store) Close() error { return s.close() }

func (s *Store) shutdown() error {
	s.queue.Close()
	s.writer.Wait()
	s.stop()
	s.poller.Wait()
	s.readers.Close()
	return nil
}
