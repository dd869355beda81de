package zone

import (
	"hash/maphash"
	"iter"
	"sync/atomic"
)

// A nameTable maps names in lower-case wire form to IDs. It is for one writer
// and any number of concurrent readers without locks. Each shard has one byte
// slice for all names, and entries without pointers, so that the garbage
// collector has nothing to scan: about 45 octets and the name for each.
//
// A removed name keeps its entry, with ID 0, until its shard is rebuilt, so that
// an entry that a reader holds never becomes another name's.
type nameTable struct {
	seed   maphash.Seed
	shards [shardCount]atomic.Pointer[shard]
	count  atomic.Int64 // names with an ID above 0
}

const shardCount = 256

// A shard is one part of a nameTable. When it is full it is replaced by a larger
// one; readers may continue in the old one, which has the same content.
type shard struct {
	slots   []uint32 // hash table with open addressing: 1 + index in entries; 0: empty. Atomic
	entries []entry  // up to its capacity
	text    []byte   // the names, concatenated

	// Used by the writer only: entries in use, octets used of text, removed names.
	used, written, dead int
}

// An entry is a name and its ID.
type entry struct {
	offset uint32 // offset of the name in text
	tag    uint16 // bits of the hash, compared before the name
	size   uint8  // of the name
	id     uint32 // atomic; 0: removed, registeredOnly, or the ID of a delegation set
	serial uint32 // atomic; of the name's own hosted zone, if any
}

func newNameTable(names int) *nameTable {
	t := &nameTable{seed: maphash.MakeSeed()}
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

// find returns the entry of a name in s, or nil.
func (s *shard) find(hash uint64, key []byte) *entry {
	mask := uint32(len(s.slots) - 1)
	for i := uint32(hash>>8) & mask; ; i = (i + 1) & mask {
		n := atomic.LoadUint32(&s.slots[i])
		if n == 0 {
			return nil
		}
		e := &s.entries[n-1]
		if e.tag == uint16(hash>>48) && int(e.size) == len(key) && string(s.text[e.offset:int(e.offset)+len(key)]) == string(key) {
			return e
		}
	}
}

// get returns a name's entry, or nil. The entry of a removed name has ID 0.
func (t *nameTable) get(key []byte) *entry {
	e, _, _ := t.find(key)
	return e
}

// find is get that also returns the shard: e is current while at points to of.
func (t *nameTable) find(key []byte) (e *entry, at *atomic.Pointer[shard], of *shard) {
	hash := maphash.Bytes(t.seed, key)
	at = &t.shards[hash%shardCount]
	of = at.Load()
	return of.find(hash, key), at, of
}

// loadID returns the ID; 0 if e is nil.
func (e *entry) loadID() uint32 {
	if e == nil {
		return 0
	}
	return atomic.LoadUint32(&e.id)
}

// set sets a name's ID, and the serial of its hosted zone; ID 0 removes the name.
func (t *nameTable) set(key []byte, id, serial uint32) {
	hash := maphash.Bytes(t.seed, key)
	at := &t.shards[hash%shardCount]
	s := at.Load()
	e := s.find(hash, key)
	switch {
	case e == nil && id == 0:
		return
	case e == nil:
		if s.used == len(s.entries) || s.written+len(key) > len(s.text) {
			s = s.rebuilt(t.seed, len(key))
			at.Store(s)
		}
		s.add(hash, key, id, serial)
		t.count.Add(1)
		return
	case e.id == 0 && id != 0:
		s.dead--
		t.count.Add(1)
	case e.id != 0 && id == 0:
		s.dead++
		t.count.Add(-1)
	}
	atomic.StoreUint32(&e.serial, serial)
	atomic.StoreUint32(&e.id, id)
	if s.dead > 64 && s.dead > s.used/4 {
		at.Store(s.rebuilt(t.seed, 0))
	}
}

// add adds a new name. The caller has checked that there is room.
func (s *shard) add(hash uint64, key []byte, id, serial uint32) {
	copy(s.text[s.written:], key)
	s.entries[s.used] = entry{offset: uint32(s.written), tag: uint16(hash >> 48), size: uint8(len(key)), id: id, serial: serial}
	s.used, s.written = s.used+1, s.written+len(key)
	mask := uint32(len(s.slots) - 1)
	i := uint32(hash>>8) & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	atomic.StoreUint32(&s.slots[i], uint32(s.used)) // last: readers find the entry through it
}

// rebuilt returns a copy of s without removed names, with room for more octets
// of names.
func (s *shard) rebuilt(seed maphash.Seed, more int) *shard {
	live, octets := 0, 0
	for _, e := range s.entries[:s.used] {
		if e.id != 0 {
			live, octets = live+1, octets+int(e.size)
		}
	}
	next := newShard(live+live/4+16, octets+octets/4+16*20+more)
	for _, e := range s.entries[:s.used] {
		if e.id != 0 {
			key := s.text[e.offset : int(e.offset)+int(e.size)]
			next.add(maphash.Bytes(seed, key), key, e.id, e.serial)
		}
	}
	return next
}

// all yields every name with its ID, in no order. There must be no concurrent
// write.
func (t *nameTable) all() iter.Seq2[[]byte, uint32] {
	return func(yield func([]byte, uint32) bool) {
		for i := range t.shards {
			s := t.shards[i].Load()
			for _, e := range s.entries[:s.used] {
				if e.id != 0 && !yield(s.text[e.offset:int(e.offset)+int(e.size)], e.id) {
					return
				}
			}
		}
	}
}
