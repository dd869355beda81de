package view

import (
	"hash/maphash"
	"iter"
	"maps"
	"sync/atomic"
)

// A shardedMap is a map for one writer and any number of concurrent readers
// without locks. Each shard is a small map that a write copies and replaces.
type grid[V any] struct {
	seed  maphash.Seed
	parts []atomic.Pointer[map[string]V]
	fresh bool // there are no readers yet, so that writes need not copy
}

func newGrid[V any](parts int) *grid[V] {
	return &grid[V]{seed: maphash.MakeSeed(), parts: make([]atomic.Pointer[map[string]V], parts), fresh: true}
}

func (g *grid[V]) get(key []byte) (v V, ok bool) {
	if m := g.parts[maphash.Bytes(g.seed, key)%uint64(len(g.parts))].Load(); m != nil {
		v, ok = (*m)[string(key)]
	}
	return v, ok
}

func (g *grid[V]) set(key string, v V) {
	g.change(key, func(m map[string]V) { m[key] = v })
}

func (g *grid[V]) remove(key string) {
	g.change(key, func(m map[string]V) { delete(m, key) })
}

func (g *grid[V]) change(key string, do func(map[string]V)) {
	at := &g.parts[maphash.String(g.seed, key)%uint64(len(g.parts))]
	old := at.Load()
	if g.fresh && old != nil {
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

func (g *grid[V]) all() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for i := range g.parts {
			if m := g.parts[i].Load(); m != nil {
				for k, v := range *m {
					if !yield(k, v) {
						return
					}
				}
			}
		}
	}
}
