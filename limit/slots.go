package limit

import "sync"

// Slots counts what each key uses at the same time, such as the sessions of a registrar.
// The fields must not change after the first call.
type Slots[K comparable] struct {
	Total  int // of all keys together; 0: unlimited
	PerKey int // 0: unlimited

	mu    sync.Mutex
	total int
	used  map[K]int
}

// Acquire takes a slot for a key. It returns false, and takes none, at a limit.
func (s *Slots[K]) Acquire(key K) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Total > 0 && s.total >= s.Total || s.PerKey > 0 && s.used[key] >= s.PerKey {
		return false
	}
	if s.used == nil {
		s.used = map[K]int{}
	}
	s.used[key]++
	s.total++
	return true
}

// Release gives back a slot that was acquired for a key.
func (s *Slots[K]) Release(key K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total--
	if s.used[key]--; s.used[key] == 0 {
		delete(s.used, key)
	}
}

// full reports whether Total slots are taken.
func (s *Slots[K]) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Total > 0 && s.total >= s.Total
}
