package postgres

import (
	"context"
	"fmt"
	"hash/fnv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// prepareSchema creates and migrates the schema. A lock makes processes that
// start together do so one after the other.
func prepareSchema(ctx context.Context, config *pgx.ConnConfig, schema string, lock int64) error {
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx)) // which releases the lock
	if _, err := c.Exec(ctx, "SELECT pg_advisory_lock($1)", lock+1); err != nil {
		return err
	}
	// CREATE SCHEMA IF NOT EXISTS needs the right to create a schema even if it
	// exists.
	var exists bool
	if err := c.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", schema).Scan(&exists); err != nil {
		return err
	}
	if !exists {
		if _, err := c.Exec(ctx, "CREATE SCHEMA "+pgx.Identifier{schema}.Sanitize()); err != nil {
			return err
		}
	}
	var encoding string
	if err := c.QueryRow(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the database's encoding is %s, it must be UTF8", encoding)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	return sqlstore.Migrate(ctx, db, goose.DialectPostgres)
}

// lockKey returns the key of the advisory lock of a schema's writers. Advisory
// locks are per database, so the key is a hash of the schema's name. It is even:
// the next number is the key of the migration lock.
func lockKey(schema string) int64 {
	h := fnv.New64a()
	h.Write([]byte("cadastre " + schema))
	return int64(h.Sum64() &^ 1)
}
