package sqlstore

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/store"
)

// A tableSpec maps values of one type to rows of one table.
type noun[K comparable, V any] struct {
	table   string
	key     string   // the key's column
	first   any      // sorts before every key
	columns []string // without the key
	keyOf   func(V) K
	arg     func(K) any            // the key as an argument of a statement
	row     func(V) ([]any, error) // the values of columns
	picks   string                 // the columns that scan reads
	scan    func(Rows) (V, error)
	steady  bool // rows are kept in a Cache

	// Statements, set by build.
	pick, get, lock, insert, update, upsert, remove, all string
}

// build returns n with its statements.
func (n noun[K, V]) ready() *noun[K, V] {
	columns := append([]string{n.key}, n.columns...)
	marks, sets, news := make([]string, len(columns)), []string{}, []string{}
	for i, c := range columns {
		marks[i] = "$" + strconv.Itoa(i+1)
		if i > 0 {
			sets = append(sets, c+" = "+marks[i])
			news = append(news, c+" = excluded."+c)
		}
	}
	n.pick = "SELECT " + n.picks + " FROM " + n.table
	n.get = n.pick + " WHERE " + n.key + " = $1"
	n.lock = n.get + " FOR UPDATE"
	n.insert = "INSERT INTO " + n.table + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
	n.update = "UPDATE " + n.table + " SET " + strings.Join(sets, ", ") + " WHERE " + n.key + " = $1"
	n.upsert = n.insert + " ON CONFLICT (" + n.key + ") DO UPDATE SET " + strings.Join(news, ", ")
	n.remove = "DELETE FROM " + n.table + " WHERE " + n.key + " = $1"
	n.all = n.pick + " WHERE " + n.key + " > $1 ORDER BY " + n.key + " LIMIT $2"
	return &n
}

func text[K ~string](k K) any { return string(k) }
func number(k int64) any      { return k }

// A table reads and writes one table within one transaction.
type table[K comparable, V any] struct {
	*noun[K, V]
	tx   *Tx
	seen map[K]bool // whether a row exists, for the keys that this transaction has read or written
}

// Get returns the row with key k, and locks it if the engine does.
func (t *table[K, V]) Get(k K) (V, error) {
	if t.tx.locks {
		return t.known(k, t.lock, t.arg(k))
	}
	if v, ok := t.recall(k); ok {
		t.remember(k, true)
		return v, nil
	}
	v, err := t.known(k, t.get, t.arg(k))
	if err == nil {
		t.memorize(k, v)
	}
	return v, err
}

// fetch reads the row with key k and records whether it exists.
func (t *table[K, V]) known(k K, text string, args ...any) (V, error) {
	v, err := one(t.tx, t.scan, text, args...)
	if err == nil || errors.Is(err, store.ErrNotFound) {
		t.remember(k, err == nil)
	}
	return v, err
}

// getWhere returns the row that matches a condition on unique columns.
func (t *table[K, V]) by(where string, args ...any) (V, error) {
	text := t.pick + " WHERE " + where
	if t.tx.locks {
		text += " FOR UPDATE"
	}
	v, err := one(t.tx, t.scan, text, args...)
	if err == nil {
		t.remember(t.keyOf(v), true)
	}
	return v, err
}

func (t *table[K, V]) remember(k K, exists bool) {
	if !t.tx.write {
		return
	}
	if t.seen == nil {
		t.seen = map[K]bool{}
	}
	t.seen[k] = exists
}

// Put inserts a row that this transaction has found missing, so that of two
// transactions that found a name free only one can have it; it updates a row
// that the transaction has found, and inserts or updates an unknown one.
func (t *table[K, V]) Put(v V) error {
	columns, err := t.row(v)
	if err != nil {
		return fmt.Errorf("put in %s: %w", t.table, err)
	}
	k := t.keyOf(v)
	t.unlearn(k)
	text := t.upsert
	if exists, known := t.seen[k]; known && exists {
		text = t.update
	} else if known {
		text = t.insert
	}
	t.remember(k, true)
	return t.tx.send(text, append([]any{t.arg(k)}, columns...)...)
}

// Delete deletes the row with key k, if there is one.
func (t *table[K, V]) Delete(k K) error {
	t.unlearn(k)
	t.remember(k, false)
	return t.tx.send(t.remove, t.arg(k))
}

// All reads in batches, so that the caller may use the transaction meanwhile.
func (t *table[K, V]) All() iter.Seq2[V, error] {
	const batch = 200
	return func(yield func(V, error) bool) {
		for after := t.first; ; {
			vs, err := many(t.tx, t.scan, t.all, after, int64(batch))
			for _, v := range vs {
				after = t.arg(t.keyOf(v))
				if err == nil && !yield(v, nil) {
					return
				}
			}
			if err != nil {
				var none V
				yield(none, err)
				return
			}
			if len(vs) < batch {
				return
			}
		}
	}
}

// seqOf yields vs, or only err if it is not nil.
func each[V any](vs []V, err error) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		if err != nil {
			var none V
			yield(none, err)
			return
		}
		for _, v := range vs {
			if !yield(v, nil) {
				return
			}
		}
	}
}
