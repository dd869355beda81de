package sqlstore

// A Cache keeps rows that most transactions read and few change: registrars,
// accounts and contacts. It is correct only if all writes of the store go
// through one goroutine, which must call Clear after each roll-back of a write.
// Values are shared between transactions and must not be changed in place.
type Memory struct{ values map[any]any }

// maxCached is the number of rows at which a Cache is emptied.
const maxRemembered = 10_000

// Clear empties the cache.
func (m *Memory) Forget() { clear(m.values) }

// withCache makes a Cache hold the rows of the table.
func (n *noun[K, V]) asSteady() *noun[K, V] { n.steady = true; return n }

// A cacheKey is the key of a value in a Cache.
type place[K comparable] struct {
	table string
	key   K
}

func (t *table[K, V]) recall(k K) (v V, ok bool) {
	if t.tx.memory != nil && t.steady {
		v, ok = t.tx.memory.values[place[K]{t.table, k}].(V)
	}
	return v, ok
}

func (t *table[K, V]) memorize(k K, v V) {
	m := t.tx.memory
	if m == nil || !t.steady {
		return
	}
	if m.values == nil || len(m.values) >= maxRemembered {
		m.values = map[any]any{}
	}
	m.values[place[K]{t.table, k}] = v
}

func (t *table[K, V]) unlearn(k K) {
	if t.tx.memory != nil && t.steady {
		delete(t.tx.memory.values, any(place[K]{t.table, k}))
	}
}
