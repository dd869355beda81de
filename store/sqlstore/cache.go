package sqlstore

// A Memory keeps the rows that most transactions read and few change: those of
// registrars, accounts and contacts. It is for an engine through which alone
// the store is written, on one goroutine; such an engine has it forget whenever
// it rolls back something that was written. The values are shared: who changes
// one changes a copy.
type Memory struct{ values map[any]any }

// maxRemembered bounds a Memory: a full one starts anew.
const maxRemembered = 10_000

// Forget empties the memory.
func (m *Memory) Forget() { clear(m.values) }

// asSteady returns n as one that a Memory keeps.
func (n *noun[K, V]) asSteady() *noun[K, V] { n.steady = true; return n }

// A place is where a Memory keeps a value.
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
