package postgres

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/cadastre-registry/cadastre/store"
)

// mapError wraps the server's error in store.ErrConflict where it is one.
func mapError(err error) error {
	switch sqlState(err) {
	case "23505", // unique_violation
		"40001", // serialization_failure
		"40P01": // deadlock_detected
		return fmt.Errorf("%w (%w)", store.ErrConflict, err)
	}
	return err
}

// sqlState returns the SQLSTATE of a server's error, or "".
func sqlState(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}
