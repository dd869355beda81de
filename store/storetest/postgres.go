package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
)

// Postgres returns a database in a PostgreSQL schema of its own, on the server of
// PostgresURL.
func Postgres(t testing.TB) Database {
	url, schema := PostgresURL(t), "t"+rand.Text()
	t.Cleanup(func() {
		execPostgres(url, schema, "DROP SCHEMA IF EXISTS "+pgx.Identifier{schema}.Sanitize()+" CASCADE")
	})
	return Database{
		Open: func() (store.Store, error) {
			return postgres.Open(context.Background(), url, postgres.Options{Schema: schema})
		},
		Dialect: "postgres",
		Restore: func(dump string) error { return restorePostgres(url, schema, dump) },
		ExecSQL: func(statements ...string) error {
			unchecked := `ALTER TABLE purses DROP CONSTRAINT IF EXISTS purses_balance_check`
			return execPostgres(url, schema, append([]string{unchecked}, statements...)...)
		},
		Shared: true,
	}
}

// dumpedSchema is the schema of the dumps in testdata/rows.
const dumpedSchema = "golden_rows"

// restorePostgres runs a dump of pg_dump in another schema than the dumped one.
func restorePostgres(url, schema, dump string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.PgConn().Exec(ctx, strings.ReplaceAll(dump, dumpedSchema, pgx.Identifier{schema}.Sanitize())).ReadAll()
	return err
}

func execPostgres(url, schema string, statements ...string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return execAll(db, append([]string{"SET search_path = " + pgx.Identifier{schema}.Sanitize()}, statements...))
}

// PostgresURL returns the connection string of a server for tests: the value of
// CADASTRE_TEST_POSTGRES, or that of a private server, which is started for the
// test binary in a temporary folder and ends with it. Without either the test is
// skipped, or fails if CI=true is in the environment. A benchmark's server runs
// with fsync, a test's without.
func PostgresURL(t testing.TB) string {
	t.Helper()
	if url := os.Getenv("CADASTRE_TEST_POSTGRES"); url != "" {
		return url
	}
	_, durable := t.(*testing.B)
	url, err := startOnce(durable)
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("PostgreSQL: %v", err)
	default:
		t.Skipf("this engine was NOT tested: PostgreSQL: %v", err)
	}
	return url
}

// startOnce starts the server of this test binary, once.
var startOnce = func() func(durable bool) (string, error) {
	var once sync.Once
	var s privateServer
	var err error
	return func(durable bool) (string, error) {
		once.Do(func() { s, err = startServer(durable) })
		return s.url, err
	}
}()

// A privateServer is a started server. It ends when stdin is closed, which the
// garbage collector may do too.
type privateServer struct {
	url   string
	stdin io.Closer
}

// startServer starts a server that listens on a socket in a temporary folder.
func startServer(durable bool) (s privateServer, err error) {
	bin, err := findBinaries()
	if err != nil {
		return s, err
	}
	dir, err := os.MkdirTemp("", "cadastre-pg-")
	if err != nil {
		return s, err
	}
	fsync := "off"
	if durable {
		fsync = "on"
	}
	// The shell ends the server and removes its folder when its standard input is
	// closed, which happens at the latest when this process ends.
	cmd := exec.Command("/bin/sh", "-c", `
		trap '' INT TERM
		cd "$1" && "$2/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >initdb.log 2>&1 </dev/null || { echo failed >state; exit 1; }
		"$2/postgres" -D data -k "$1" -c listen_addresses= -c fsync="$3" -c max_connections=200 -c shared_buffers=128MB >server.log 2>&1 </dev/null &
		read -r _
		kill -INT $! && wait $!
		cd / && rm -rf "$1"`, "sh", dir, bin, fsync)
	if err := runUnprivileged(cmd, dir); err != nil {
		return s, err
	}
	if s.stdin, err = cmd.StdinPipe(); err != nil {
		return s, err
	}
	if err := cmd.Start(); err != nil {
		return s, err
	}
	s.url = fmt.Sprintf("host=%s user=postgres dbname=postgres", dir)
	return s, waitUntilReady(s.url, dir)
}

// waitUntilReady waits until the server accepts a connection.
func waitUntilReady(url, dir string) error {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if c, err := pgx.Connect(context.Background(), url); err == nil {
			return c.Close(context.Background())
		}
		if _, err := os.Stat(filepath.Join(dir, "state")); err == nil {
			break
		}
	}
	log, _ := os.ReadFile(filepath.Join(dir, "initdb.log"))
	more, _ := os.ReadFile(filepath.Join(dir, "server.log"))
	return fmt.Errorf("the private server did not start: %s%s", log, more)
}

// findBinaries returns the folder of the newest initdb and postgres.
func findBinaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	slices.Sort(found)
	if path, err := exec.LookPath("postgres"); err == nil {
		found = append([]string{path}, found...)
	}
	for _, path := range slices.Backward(found) {
		if path, err := filepath.EvalSymlinks(path); err == nil {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
				return filepath.Dir(path), nil
			}
		}
	}
	return "", fmt.Errorf("no initdb and postgres in /usr/lib/postgresql/*/bin or PATH, and CADASTRE_TEST_POSTGRES is not set")
}
