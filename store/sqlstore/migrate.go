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

// migrations holds the schema's versions in PostgreSQL's SQL. A version with an
// expression that only one engine knows has a file for each: NNNN_name.sqlite.sql
// and NNNN_name.postgres.sql.
//
//go:embed migrations/*.sql
var migrations embed.FS

// sqliteTypes translates the column and table types of the migrations to SQLite.
// Its text compares by bytes by default; CLUSTERED marks tables to be stored in
// the order of their key.
var sqliteTypes = strings.NewReplacer(
	"BIGINT NOT NULL PRIMARY KEY", "INTEGER PRIMARY KEY",
	"BIGINT", "INTEGER", "BYTEA", "BLOB", ` COLLATE "C"`, "",
	"\n);", "\n) STRICT;", "\n) CLUSTERED;", "\n) STRICT, WITHOUT ROWID;")

var postgresTypes = strings.NewReplacer("\n) CLUSTERED;", "\n);")

// Migrate brings the schema of db to this program's version. A newer schema is
// an error.
func Migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect) error {
	types, other := postgresTypes, ".sqlite.sql"
	if dialect == goose.DialectSQLite3 {
		types, other = sqliteTypes, ".postgres.sql"
	}
	steps, err := steps(types, other)
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

// steps returns the migrations, except the files of the other engine.
func steps(types *strings.Replacer, other string) ([]*goose.Migration, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var steps []*goose.Migration
	for _, f := range files {
		if strings.HasSuffix(f, other) {
			continue
		}
		version, err := goose.NumericComponent(f)
		if err != nil {
			return nil, err
		}
		text, err := migrations.ReadFile(f)
		if err != nil {
			return nil, err
		}
		up := &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, types.Replace(string(text)))
			return err
		}}
		steps = append(steps, goose.NewGoMigration(version, up, nil))
	}
	return steps, nil
}
