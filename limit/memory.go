package limit

import (
	"hash/maphash"
	"sync"
	"time"
)

const (
	defaultSize = 65536 // entries of a memory
	shardCount  = 16    // parts of a memory that are locked separately
	sampled     = 8     // entries among which the one to forget is chosen
)

// A memory keeps one entry for each of at most size keys.
type memory[K comparable, E any] struct {
	size int // entries; 0: defaultSize
	// due returns how much would be forgiven if an entry were forgotten at now; 0 for an
	// entry that is as good as none.
	due func(e *E, now time.Time) float64

	once   sync.Once
	seed   maphash.Seed
	shards [shardCount]shard[K, E]
}

// A shard holds the entries of the keys with the same hash modulo shardCount.
type shard[K comparable, E any] struct {
	sync.Mutex
	entries map[K]*E
}

// lock returns the locked shard of a key. The caller must unlock it.
func (m *memory[K, E]) lock(key K) *shard[K, E] {
	m.once.Do(func() { m.seed = maphash.MakeSeed() })
	s := &m.shards[maphash.Comparable(m.seed, key)%shardCount]
	s.Lock()
	return s
}

// add stores the entry of a key, and forgets another one if s is full.
func (m *memory[K, E]) add(s *shard[K, E], key K, e *E, now time.Time) {
	size := m.size
	if size <= 0 {
		size = defaultSize
	}
	switch {
	case s.entries == nil:
		s.entries = map[K]*E{}
	case len(s.entries) >= max(1, size/shardCount):
		m.forget(s, now)
	}
	s.entries[key] = e
}

// forget removes, of a few entries picked at random, the one with the least due.
func (m *memory[K, E]) forget(s *shard[K, E], now time.Time) {
	var least K
	var dues float64
	seen := 0
	for key, e := range s.entries { // the order of iteration is random
		if due := m.due(e, now); seen == 0 || due < dues {
			least, dues = key, due
		}
		if seen++; seen == sampled || dues <= 0 {
			break
		}
	}
	delete(s.entries, least)
}
