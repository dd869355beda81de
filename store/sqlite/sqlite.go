// Package sqlite is the storage engine on one SQLite file.
//
// One goroutine owns the only connection that writes. It runs all waiting
// functions in one transaction, so that one fsync serves all of them (group
// commit); a function that fails does not affect the others.
package sqlite

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// Options configures an engine. The zero value suits most.
type Options struct {
	Readers       int   // connections for View; 0: two per processor, at least 4
	MaxPages      int64 // pages of 4 KiB that the file may have; 0: no limit
	NoGroupCommit bool  // one commit per transaction, for benchmarks
}

// A Store is an open database file.
type Store struct {
	path    string
	lock    *conn
	queue   *sqlstore.Queue
	writer  writer
	readers chan *conn // idle connections; nil: one not opened yet
	signal  sqlstore.Signal
	stop    chan struct{}
	tasks   sync.WaitGroup // the writer and the checkpointer
	close   func() error
}

var _ store.Store = (*Store)(nil)

// Open opens the database file at path, creates it if it is missing, and
// migrates it to this program's version. Only one process at a time can have it
// open: a second one gets an error at once. The files path-wal and path-shm
// (SQLite's) and path.lock are beside it.
func Open(path string, o Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s := &Store{path: path, queue: sqlstore.NewQueue(), stop: make(chan struct{})}
	s.close = sync.OnceValue(s.shutdown)
	if err := s.open(o); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := s.queue.Do(context.Background(), sqlstore.Reindex); err != nil {
		s.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

func (s *Store) open(o Options) error {
	lock, err := acquireLock(s.path + ".lock")
	if err != nil {
		return err
	}
	s.lock = lock
	if err := migrate(s.path); err != nil {
		lock.Close()
		return err
	}
	w, err := connect(s.path, writerPragmas)
	if err == nil && o.MaxPages > 0 {
		err = w.setMaxPages(o.MaxPages)
	}
	if err != nil {
		lock.Close()
		return err
	}
	s.writer = writer{conn: w, onCommit: s.signal.Broadcast}
	commit := &sqlstore.GroupCommit{Queue: s.queue, Writer: &s.writer, MaxBatch: maxBatch}
	if o.NoGroupCommit {
		commit.MaxBatch = 1
	}
	if o.Readers == 0 {
		o.Readers = max(4, 2*runtime.GOMAXPROCS(0))
	}
	s.readers = make(chan *conn, o.Readers)
	for range o.Readers {
		s.readers <- nil
	}
	s.tasks.Add(2)
	go commit.Run(s.tasks.Done)
	go s.checkpoint()
	return nil
}

// Update runs fn together with other waiting functions and returns after the
// commit.
func (s *Store) Update(ctx context.Context, fn func(store.Tx) error) error {
	return sqlstore.Retry(ctx, func() error { return s.queue.Do(ctx, fn) })
}

// View runs fn on one of the reading connections. It does not wait for writers.
func (s *Store) View(ctx context.Context, fn func(store.Tx) error) error {
	return s.view(ctx, func(tx *sqlstore.Tx) error { return fn(tx) })
}

func (s *Store) view(ctx context.Context, fn func(*sqlstore.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	var c *conn
	select {
	case <-s.stop:
		return sqlstore.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case c = <-s.readers:
	}
	defer func() { s.readers <- c }()
	if c == nil {
		if c, err = connect(s.path, readerPragmas); err != nil {
			return fmt.Errorf("view: %w", err)
		}
	}
	if _, err := c.Exec("BEGIN"); err != nil {
		return fmt.Errorf("view: %w", err)
	}
	c.ctx = ctx
	defer func() {
		c.ctx = nil
		if _, end := c.Exec("ROLLBACK"); end != nil && err == nil {
			err = fmt.Errorf("view: %w", end)
		}
	}()
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

// Committed returns a channel that the next commit closes.
func (s *Store) Committed() <-chan struct{} { return s.signal.Next() }

// Close ends running transactions, copies the write-ahead log into the file and
// releases the lock.
func (s *Store) Close() error { return s.close() }

func (s *Store) shutdown() error {
	s.queue.Close()
	close(s.stop)
	s.tasks.Wait()
	for range cap(s.readers) {
		if c := <-s.readers; c != nil {
			c.Close()
		}
	}
	_, err := s.writer.conn.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	s.writer.conn.Close()
	s.lock.Close()
	if err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}
