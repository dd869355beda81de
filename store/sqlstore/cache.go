package sqlstore

// A Cache keeps rows that most transactions read and few change: registrars,
// accounts and contacts. It is correct only if all writes of the store go
// through one goroutine, which must call Clear after each roll-back of a write.
// Values are shared between transactions and must not be changed in place.
type Cache struct{ values map[any]any }

// maxCached is the number of rows at which a Cache is emptied.
const maxCached = 10_000

// Clear empties the cache.
func (m *Cache) Clear() { clear(m.values) }

// withCache makes a Cache hold the rows of the table.
func (n *tableSpec[K, V]) withCache() *tableSpec[K, V] { n.cached = true; return n }

// A cacheKey is the key of a value in a Cache.
type cacheKey[K comparable] struct {
	table string
	key   K
}

func (t *table[K, V]) fromCache(k K) (v V, ok bool) {
	if t.tx.cache != nil && t.cached {
		v, ok = t.tx.cache.values[cacheKey[K]{t.table, k}].(V)
	}
	return v, ok
}

func (t *table[K, V]) toCache(k K, v V) {
	m := t.tx.cache
	if m == nil || !t.cached {
		return
	}
	if m.values == nil || len(m.values) >= maxCached {
		m.values = map[any]any{}
	}
	m.values[cacheKey[K]{t.table, k}] = v
}

func (t *table[K, V]) evict(k K) {
	if t.tx.cache != nil && t.cached {
		delete(t.tx.cache.values, any(cacheKey[K]{t.table, k}))
	}
}
