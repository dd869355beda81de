package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A tableSpec maps values of one type to rows of one table.
type tableSpec[K comparable, V any] struct {
	table         string
	key           string   // the key's column
	minKey        any      // sorts before every key
	columns       []string // without the key
	keyOf         func(V) K
	keyArg        func(K) any                             // the key as an argument of a statement
	row           func(V) ([]any, json.RawMessage, error) // the values of columns, and the document among them
	selectColumns string                                  // the columns that scan reads
	scan          func(Rows) (V, error)
	cached        bool // rows are kept in a Cache

	// Statements, set by build.
	selectSQL, getSQL, lockSQL, insertSQL, updateSQL, upsertSQL, deleteSQL, allSQL string
}

// build returns n with its statements.
func (n tableSpec[K, V]) build() *tableSpec[K, V] {
	columns := append([]string{n.key}, n.columns...)
	marks, sets, news := make([]string, len(columns)), []string{}, []string{}
	for i, c := range columns {
		marks[i] = "$" + strconv.Itoa(i+1)
		if i > 0 {
			sets = append(sets, c+" = "+marks[i])
			news = append(news, c+" = excluded."+c)
		}
	}
	n.selectSQL = "SELECT " + n.selectColumns + " FROM " + n.table
	n.getSQL = n.selectSQL + " WHERE " + n.key + " = $1"
	n.lockSQL = n.getSQL + " FOR UPDATE"
	n.insertSQL = "INSERT INTO " + n.table + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
	n.updateSQL = "UPDATE " + n.table + " SET " + strings.Join(sets, ", ") + " WHERE " + n.key + " = $1"
	n.upsertSQL = n.insertSQL + " ON CONFLICT (" + n.key + ") DO UPDATE SET " + strings.Join(news, ", ")
	n.deleteSQL = "DELETE FROM " + n.table + " WHERE " + n.key + " = $1"
	n.allSQL = n.selectSQL + " WHERE " + n.key + " > $1 ORDER BY " + n.key + " LIMIT $2"
	return &n
}

func textKey[K ~string](k K) any { return string(k) }
func intKey(k int64) any         { return k }

// A table reads and writes one table within one transaction.
type table[K comparable, V any] struct {
	*tableSpec[K, V]
	tx       *Tx
	presence map[K]bool // whether a row exists, for the keys that this transaction has read or written
}

// Get returns the row with key k, and locks it if the engine does.
func (t *table[K, V]) Get(k K) (V, error) {
	if t.tx.lockRows {
		return t.fetch(k, t.lockSQL, t.keyArg(k))
	}
	if v, ok := t.fromCache(k); ok {
		t.setPresence(k, true)
		return v, nil
	}
	v, err := t.fetch(k, t.getSQL, t.keyArg(k))
	if err == nil {
		t.toCache(k, v)
	}
	return v, err
}

// fetch reads the row with key k and records whether it exists.
func (t *table[K, V]) fetch(k K, text string, args ...any) (V, error) {
	v, err := queryOne(t.tx, t.scan, text, args...)
	if err == nil || errors.Is(err, store.ErrNotFound) {
		t.setPresence(k, err == nil)
	}
	return v, err
}

// getWhere returns the row that matches a condition on unique columns.
func (t *table[K, V]) getWhere(where string, args ...any) (V, error) {
	text := t.selectSQL + " WHERE " + where
	if t.tx.lockRows {
		text += " FOR UPDATE"
	}
	v, err := queryOne(t.tx, t.scan, text, args...)
	if err == nil {
		t.setPresence(t.keyOf(v), true)
	}
	return v, err
}

func (t *table[K, V]) setPresence(k K, exists bool) {
	if !t.tx.write {
		return
	}
	if t.presence == nil {
		t.presence = map[K]bool{}
	}
	t.presence[k] = exists
}

// Put inserts a row that this transaction has found missing, so that of two
// transactions that found a name free only one can have it; it updates a row
// that the transaction has found, and inserts or updates an unknown one.
func (t *table[K, V]) Put(v V) error {
	_, err := t.put(v)
	return err
}

// PutLogged appends the document that it puts, so that it is encoded once.
func (t *table[K, V]) PutLogged(v V, c registry.Change) error {
	doc, err := t.put(v)
	if err != nil {
		return err
	}
	c.After = doc
	return t.tx.Append(c)
}

// put returns the row's document.
func (t *table[K, V]) put(v V) (json.RawMessage, error) {
	columns, doc, err := t.row(v)
	if err != nil {
		return nil, fmt.Errorf("put in %s: %w", t.table, err)
	}
	k := t.keyOf(v)
	t.evict(k)
	text := t.upsertSQL
	if exists, known := t.presence[k]; known && exists {
		text = t.updateSQL
	} else if known {
		text = t.insertSQL
	}
	t.setPresence(k, true)
	return doc, t.tx.send(text, append([]any{t.keyArg(k)}, columns...)...)
}

// Delete deletes the row with key k, if there is one.
func (t *table[K, V]) Delete(k K) error {
	t.evict(k)
	t.setPresence(k, false)
	return t.tx.send(t.deleteSQL, t.keyArg(k))
}

// All reads in batches, so that the caller may use the transaction meanwhile.
func (t *table[K, V]) All() iter.Seq2[V, error] {
	const batch = 200
	return func(yield func(V, error) bool) {
		for after := t.minKey; ; {
			vs, err := queryAll(t.tx, t.scan, t.allSQL, after, int64(batch))
			for _, v := range vs {
				after = t.keyArg(t.keyOf(v))
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
func seqOf[V any](vs []V, err error) iter.Seq2[V, error] {
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
