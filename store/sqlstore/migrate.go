package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// sqliteSpelling translates the migrations to SQLite. Its text compares by bytes
// by default; CLUSTERED marks tables to be stored in the order of their key.
var sqliteSpelling = strings.NewReplacer(
	"BIGINT NOT NULL PRIMARY KEY", "INTEGER PRIMARY KEY",
	"BIGINT", "INTEGER", "BYTEA", "BLOB", ` COLLATE "C"`, "",
	"\n);", "\n) STRICT;", "\n) CLUSTERED;", "\n) STRICT, WITHOUT ROWID;",
	"jsonb_array_elements_text(coalesce(h.doc::jsonb -> 'addrs', '[]')) AS a(value)", "json_each(h.doc, '$.addrs') AS a",
	"jsonb_array_elements(coalesce(d.doc::jsonb -> 'ns', '[]')) AS n(value)", "json_each(d.doc, '$.ns') AS n",
	"jsonb_array_elements_text(coalesce(n.value -> 'addrs', '[]')) AS a(value)", "json_each(n.value, '$.addrs') AS a")

var postgresSpelling = strings.NewReplacer("\n) CLUSTERED;", "\n);")

// Migrate brings the schema of db to this program's version. A newer schema is
// an error.
func Migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect) error {
	spelling := postgresSpelling
	if dialect == goose.DialectSQLite3 {
		spelling = sqliteSpelling
	}
	steps, err := steps(spelling)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, nil, goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	switch current, target, err := p.GetVersions(ctx); {
	case err != nil:
		return fmt.Errorf("schema version: %w", err)
	case current > target:
		return fmt.Errorf("the database has schema version %d, this program knows only %d: run the newer program", current, target)
	case current == target:
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func steps(spelling *strings.Replacer) ([]*goose.Migration, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []*goose.Migration
	for _, f := range files {
		version, err := goose.NumericComponent(f)
		if err != nil {
			return nil, err
		}
		text, err := migrations.ReadFile(f)
		if err != nil {
			return nil, err
		}
		up := &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, spelling.Replace(string(text)))
			return err
		}}
		steps = append(steps, goose.NewGoMigration(version, up, nil))
	}
	return steps, nil
}
