package sqlstore

import (
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/store"
)

// A noun says how values of one type become rows of one table.
type noun[K comparable, V any] struct {
	table   string
	key     string // its column
	first   any    // sorts before every key
	columns []string
	keyOf   func(V) K
	arg     func(K) any
	row     func(V) ([]any, error) // what goes into columns
	picks   string                 // what scan reads
	scan    func(Rows) (V, error)
	steady  bool // read by most transactions, changed by few: worth a Memory

	// made by ready
	pick, get, lock, insert, update, upsert, remove, all string
}

// ready returns n with its statements written out.
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

// A table is a noun's table within one transaction.
type table[K comparable, V any] struct {
	*noun[K, V]
	tx   *Tx
	seen map[K]bool // keys that this transaction knows to be there, or not to be
}

// Get returns the value at k, locked if the engine locks.
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

// known reads the value at k and remembers whether there was one.
func (t *table[K, V]) known(k K, text string, args ...any) (V, error) {
	v, err := one(t.tx, t.scan, text, args...)
	if err == nil || errors.Is(err, store.ErrNotFound) {
		t.remember(k, err == nil)
	}
	return v, err
}

// by returns the value whose other unique columns where asks for.
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

func (t *table[K, V]) remember(k K, there bool) {
	if !t.tx.write {
		return
	}
	if t.seen == nil {
		t.seen = map[K]bool{}
	}
	t.seen[k] = there
}

// Put inserts what this transaction found missing, so that two who found the
// same name free cannot both have it; updates what it found; and does either
// for a key that it never asked about.
func (t *table[K, V]) Put(v V) error {
	columns, err := t.row(v)
	if err != nil {
		return fmt.Errorf("put in %s: %w", t.table, err)
	}
	k := t.keyOf(v)
	t.unlearn(k)
	text := t.upsert
	if there, asked := t.seen[k]; asked && there {
		text = t.update
	} else if asked {
		text = t.insert
	}
	t.remember(k, true)
	return t.tx.send(text, append([]any{t.arg(k)}, columns...)...)
}

// Delete removes the value at k, if there is one.
func (t *table[K, V]) Delete(k K) error {
	t.unlearn(k)
	t.remember(k, false)
	return t.tx.send(t.remove, t.arg(k))
}

// All reads in portions, so that the caller may use the transaction meanwhile.
func (t *table[K, V]) All() iter.Seq2[V, error] {
	const portion = 200
	return func(yield func(V, error) bool) {
		for after := t.first; ; {
			vs, err := many(t.tx, t.scan, t.all, after, int64(portion))
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
			if len(vs) < portion {
				return
			}
		}
	}
}

// each yields vs, or the error alone.
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
