package zone

import (
	"hash/maphash"
	"iter"
	"maps"
	"sync/atomic"
)

// A shardedMap is a map for one writer and any number of concurrent readers
// without locks. Each shard is a small map that a write copies and replaces.
type shardedMap[V any] struct {
	seed        maphash.Seed
	shards      []atomic.Pointer[map[string]V]
	unpublished bool // there are no readers yet, so that writes need not copy
}

func newShardedMap[V any](parts int) *shardedMap[V] {
	return &shardedMap[V]{seed: maphash.MakeSeed(), shards: make([]atomic.Pointer[map[string]V], parts), unpublished: true}
}

func (g *shardedMap[V]) get(key []byte) (v V, ok bool) {
	if m := g.shards[maphash.Bytes(g.seed, key)%uint64(len(g.shards))].Load(); m != nil {
		v, ok = (*m)[string(key)]
	}
	return v, ok
}

func (g *shardedMap[V]) set(key string, v V) {
	g.update(key, func(m map[string]V) { m[key] = v })
}

func (g *shardedMap[V]) remove(key string) {
	g.update(key, func(m map[string]V) { delete(m, key) })
}

func (g *shardedMap[V]) update(key string, do func(map[string]V)) {
	at := &g.shards[maphash.String(g.seed, key)%uint64(len(g.shards))]
	old := at.Load()
	if g.unpublished && old != nil {
		do(*old)
		return
	}
	m := map[string]V{}
	if old != nil {
		m = maps.Clone(*old)
	}
	do(m)
	at.Store(&m)
}

func (g *shardedMap[V]) all() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for i := range g.shards {
			if m := g.shards[i].Load(); m != nil {
				for k, v := range *m {
					if !yield(k, v) {
						return
					}
				}
			}
		}
	}
}
