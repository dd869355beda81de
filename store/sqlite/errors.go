package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/cadastre-registry/cadastre/store"
)

// ErrFull reports that the disk is full or the file has Options.MaxPages. The
// transaction was rolled back; it may run again when there is room.
var ErrFull = errors.New("store: the disk is full")

const codeBusy = sqlite3.SQLITE_BUSY

// mapError wraps the driver's error in store.ErrConflict or ErrFull where it is
// one.
func mapError(err error) error {
	switch c := resultCode(err); {
	case c == sqlite3.SQLITE_CONSTRAINT_UNIQUE, c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, c == sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w (%w)", store.ErrConflict, err)
	case c&0xff == sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return err
}

// resultCode returns SQLite's extended result code, or 0.
func resultCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}
