package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A conn is one connection with its prepared statements. It uses the driver
// directly: the overhead of database/sql is as large as the cost of the shorter
// statements.
type conn struct {
	driver.Conn
	prepared map[string]statement
	args     []driver.NamedValue
	ctx      context.Context // of the view that runs; nil: none
}

// A statement is a prepared statement of the driver.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

const (
	// readerPragmas sets up a connection for views.
	readerPragmas = "PRAGMA query_only = 1"
	// writerPragmas sets up the writing connection. Checkpoints inside commits
	// are rare, since Store.checkpoint does most of them. The page cache of
	// 16 MiB is outside of Go's heap.
	writerPragmas = "PRAGMA wal_autocheckpoint = 20000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY"
)

// connect opens a connection and runs the pragmas, which are separated by "; ".
func connect(path, pragmas string) (*conn, error) {
	raw, err := new(sqlite.Driver).Open(fileURI(path))
	if err != nil {
		return nil, mapError(err)
	}
	c := &conn{Conn: raw, prepared: map[string]statement{}}
	for pragma := range strings.SplitSeq("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "+pragmas, "; ") {
		if _, err := c.Exec(pragma); err != nil {
			c.Close()
			return nil, fmt.Errorf("%s: %w", pragma, err)
		}
	}
	return c, nil
}

// fileURI returns path as a file: URI, with special characters escaped.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // Windows: C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// migrate migrates the schema, through database/sql, which goose needs.
func migrate(path string) error {
	db, err := sql.Open("sqlite", fileURI(path)+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	return sqlstore.Migrate(context.Background(), db, goose.DialectSQLite3)
}

// acquireLock takes the lock that excludes other processes. It is an exclusive
// transaction in an empty database, so that the system releases it however the
// process ends.
func acquireLock(path string) (*conn, error) {
	raw, err := new(sqlite.Driver).Open(fileURI(path))
	if err != nil {
		return nil, mapError(err)
	}
	c := &conn{Conn: raw, prepared: map[string]statement{}}
	if _, err := c.Exec("BEGIN EXCLUSIVE"); err != nil {
		c.Close()
		if resultCode(err) == codeBusy {
			return nil, errors.New("another process has it open")
		}
		return nil, err
	}
	return c, nil
}

// setMaxPages sets how many pages the file may have.
func (c *conn) setMaxPages(pages int64) error {
	_, err := c.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages))
	return err
}

// Close closes the connection. The statements have to be closed first: SQLite
// keeps a connection and its locks while it has open statements.
func (c *conn) Close() error {
	for _, s := range c.prepared {
		s.Close()
	}
	return c.Conn.Close()
}

func (c *conn) prepare(text string, args []any) (statement, []driver.NamedValue, error) {
	if c.ctx != nil && c.ctx.Err() != nil {
		return nil, nil, c.ctx.Err()
	}
	s, ok := c.prepared[text]
	if !ok {
		raw, err := c.Prepare(text)
		if err != nil {
			return nil, nil, mapError(err)
		}
		s, ok = raw.(statement)
		if !ok {
			return nil, nil, fmt.Errorf("sqlite driver: statements are %T", raw)
		}
		c.prepared[text] = s
	}
	c.args = c.args[:0]
	for i, a := range args {
		c.args = append(c.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s, c.args, nil
}

func (c *conn) Exec(text string, args ...any) (int64, error) {
	s, named, err := c.prepare(text, args)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(context.Background(), named)
	if err != nil {
		return 0, mapError(err)
	}
	return r.RowsAffected()
}

func (c *conn) Send(text string, args ...any) error {
	_, err := c.Exec(text, args...)
	return err
}

func (c *conn) SendExpectingRow(text string, args ...any) error {
	n, err := c.Exec(text, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("%w: %v", store.ErrNotFound, args)
	}
	return err
}

func (c *conn) ExecEach(text string, args [][]any) ([]int64, error) {
	affected := make([]int64, len(args))
	for i, a := range args {
		var err error
		if affected[i], err = c.Exec(text, a...); err != nil {
			return nil, err
		}
	}
	return affected, nil
}

func (c *conn) Query(text string, args ...any) (sqlstore.Rows, error) {
	s, named, err := c.prepare(text, args)
	if err != nil {
		return nil, err
	}
	r, err := s.QueryContext(context.Background(), named)
	if err != nil {
		return nil, mapError(err)
	}
	return &rows{Rows: r, values: make([]driver.Value, len(r.Columns()))}, nil
}

// rows implements sqlstore.Rows.
type rows struct {
	driver.Rows
	values []driver.Value
	err    error
}

func (r *rows) Next() bool {
	switch err := r.Rows.Next(r.values); {
	case err == nil:
		return true
	case !errors.Is(err, io.EOF):
		r.err = mapError(err)
	}
	return false
}

func (r *rows) Scan(dest ...any) error {
	for i, d := range dest {
		ok := false
		switch d := d.(type) {
		case *int64:
			*d, ok = r.values[i].(int64)
		case *string:
			*d, ok = r.values[i].(string)
		case *[]byte:
			ok = true
			switch v := r.values[i].(type) {
			case nil:
				*d = nil
			case []byte:
				*d = v
			case string:
				*d = []byte(v)
			default:
				ok = false
			}
		}
		if !ok {
			return fmt.Errorf("column %d: %T does not fit in %T", i, r.values[i], d)
		}
	}
	return nil
}

func (r *rows) Err() error { return r.err }
func (r *rows) Close()     { r.Rows.Close() }
