package sqlstore

import (
	"fmt"
	"iter"

	"github.com/cadastre-registry/cadastre/registry"
)

// ChangeRow returns the column values of a change except seq: at, actor, verb,
// kind, ref, after.
func ChangeRow(c registry.Change) (row [6]any, err error) {
	actor, err := registry.EncodeDocument(c.By)
	return [6]any{toMicros(c.At), string(actor), string(c.Verb), string(c.Kind), c.Key, string(c.After)}, err
}

// changeBatch is the number of changes read by one query.
const changeBatch = 500

// Changes yields the changes with a Seq above after. It reads each batch in a
// transaction of its own, with view, which runs a function in a read-only
// transaction.
func Changes(after uint64, view func(func(*Tx) error) error) iter.Seq2[registry.Change, error] {
	return func(yield func(registry.Change, error) bool) {
		for {
			var batch []registry.Change
			err := view(func(tx *Tx) (err error) {
				batch, err = queryAll(tx, scanChange, `SELECT seq, at, actor, verb, kind, ref, after FROM changes
					WHERE seq > $1 ORDER BY seq LIMIT $2`, int64(after), int64(changeBatch))
				return err
			})
			if err != nil {
				yield(registry.Change{}, err)
				return
			}
			for _, c := range batch {
				if !yield(c, nil) {
					return
				}
				after = c.Seq
			}
			if len(batch) < changeBatch {
				return
			}
		}
	}
}

func scanChange(r Rows) (c registry.Change, err error) {
	var seq, at int64
	var actor, after []byte
	var verb, kind string
	if err = r.Scan(&seq, &at, &actor, &verb, &kind, &c.Key, &after); err != nil {
		return c, err
	}
	c.Seq, c.At, c.Verb, c.Kind = uint64(seq), fromMicros(at), registry.Verb(verb), registry.Kind(kind)
	if len(after) > 0 {
		c.After = after
	}
	if err = registry.DecodeDocument(actor, &c.By); err != nil {
		err = fmt.Errorf("changes, row %d: %w", c.Seq, err)
	}
	return c, err
}

// LastSeq returns the newest Seq; 0: there is none.
func (tx *Tx) LastSeq() (uint64, error) {
	seq, err := queryOne(tx, scanInt, "SELECT COALESCE(max(seq), 0) FROM changes")
	return uint64(seq), err
}
