package storetest

import (
	"database/sql"
	"errors"
)

// execAll runs all statements on db, even after an error, and closes it.
func execAll(db *sql.DB, statements []string) error {
	var err error
	for _, s := range statements {
		_, failed := db.Exec(s)
		err = errors.Join(err, failed)
	}
	return errors.Join(err, db.Close())
}

func execSQLite(path string, statements []string) error {
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)&_pragma=ignore_check_constraints(1)")
	if err != nil {
		return err
	}
	return execAll(db, statements)
}
