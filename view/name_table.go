package view

import (
	"hash/maphash"
	"iter"
	"sync/atomic"
)

// A table knows names by their lower-case wire form, and a number for each. One
// goroutine writes; any number read meanwhile, without locks. Names stand in one
// arena for each shard, records have no pointers, so the garbage collector has
// nothing to look at: about 45 octets and the name itself.
//
// A name that goes keeps its record, with the number 0, until its shard is made
// anew: so what a reader holds never becomes another name's.
type table struct {
	seed   maphash.Seed
	shards [shardCount]atomic.Pointer[shard]
	names  atomic.Int64 // with a number above 0
}

const shardCount = 256

// A shard is replaced by a larger one when it is full: readers go on in the old
// one, which shows the same.
type shard struct {
	slots   []uint32 // by hash, open addressing: 1 + the place in entries; 0: none. Atomic
	entries []entry  // as many as fit
	text    []byte   // names, end to end

	// the writer's
	used, written, dead int
}

type entry struct {
	at     uint32 // of the name in text
	tag    uint16 // of the hash: spares comparing
	size   uint8
	value  uint32 // atomic; 0: gone
	serial uint32 // atomic; of the name's own zone, where it has one
}

func newTable(names int) *table {
	t := &table{seed: maphash.MakeSeed()}
	each := names/shardCount + names/shardCount/8 + 8
	for i := range t.shards {
		t.shards[i].Store(newShard(each, each*20))
	}
	return t
}

func newShard(entries, text int) *shard {
	slots := 16
	for slots < entries+entries/2 {
		slots *= 2
	}
	return &shard{slots: make([]uint32, slots), entries: make([]entry, entries), text: make([]byte, text)}
}

// find returns the place of a name in s, and whether it is there.
func (s *shard) find(hash uint64, key []byte) *entry {
	mask := uint32(len(s.slots) - 1)
	for i := uint32(hash>>8) & mask; ; i = (i + 1) & mask {
		n := atomic.LoadUint32(&s.slots[i])
		if n == 0 {
			return nil
		}
		e := &s.entries[n-1]
		if e.tag == uint16(hash>>48) && int(e.size) == len(key) && string(s.text[e.at:int(e.at)+len(key)]) == string(key) {
			return e
		}
	}
}

// get returns a name's record, or nil; one that is gone may be returned with
// the value 0.
func (t *table) get(key []byte) *entry {
	e, _, _ := t.find(key)
	return e
}

// find is get; the record is the name's for as long as at holds the shard of.
func (t *table) find(key []byte) (e *entry, at *atomic.Pointer[shard], of *shard) {
	hash := maphash.Bytes(t.seed, key)
	at = &t.shards[hash%shardCount]
	of = at.Load()
	return of.find(hash, key), at, of
}

func (e *entry) number() uint32 {
	if e == nil {
		return 0
	}
	return atomic.LoadUint32(&e.value)
}

// set gives a name its number and the serial of its zone; 0: it is gone.
func (t *table) set(key []byte, value, serial uint32) {
	hash := maphash.Bytes(t.seed, key)
	at := &t.shards[hash%shardCount]
	s := at.Load()
	e := s.find(hash, key)
	switch {
	case e == nil && value == 0:
		return
	case e == nil:
		if s.used == len(s.entries) || s.written+len(key) > len(s.text) {
			s = s.grown(t.seed, len(key))
			at.Store(s)
		}
		s.add(hash, key, value, serial)
		t.names.Add(1)
		return
	case e.value == 0 && value != 0:
		s.dead--
		t.names.Add(1)
	case e.value != 0 && value == 0:
		s.dead++
		t.names.Add(-1)
	}
	atomic.StoreUint32(&e.serial, serial)
	atomic.StoreUint32(&e.value, value)
	if s.dead > 64 && s.dead > s.used/4 {
		at.Store(s.grown(t.seed, 0))
	}
}

// add puts a name that is not there; there is room.
func (s *shard) add(hash uint64, key []byte, value, serial uint32) {
	copy(s.text[s.written:], key)
	s.entries[s.used] = entry{at: uint32(s.written), tag: uint16(hash >> 48), size: uint8(len(key)), value: value, serial: serial}
	s.used, s.written = s.used+1, s.written+len(key)
	mask := uint32(len(s.slots) - 1)
	i := uint32(hash>>8) & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	atomic.StoreUint32(&s.slots[i], uint32(s.used)) // from now on readers see it
}

// grown returns s without what is gone, with room for more.
func (s *shard) grown(seed maphash.Seed, more int) *shard {
	live, octets := 0, 0
	for _, e := range s.entries[:s.used] {
		if e.value != 0 {
			live, octets = live+1, octets+int(e.size)
		}
	}
	next := newShard(live+live/4+16, octets+octets/4+16*20+more)
	for _, e := range s.entries[:s.used] {
		if e.value != 0 {
			key := s.text[e.at : int(e.at)+int(e.size)]
			next.add(maphash.Bytes(seed, key), key, e.value, e.serial)
		}
	}
	return next
}

// all yields every name with its number, in no order. Only the writer may ask,
// or who keeps it from writing.
func (t *table) all() iter.Seq2[[]byte, uint32] {
	return func(yield func([]byte, uint32) bool) {
		for i := range t.shards {
			s := t.shards[i].Load()
			for _, e := range s.entries[:s.used] {
				if e.value != 0 && !yield(s.text[e.at:int(e.at)+int(e.size)], e.value) {
					return
				}
			}
		}
	}
}
