package zone

import (
	"fmt"
	"hash/maphash"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/name"
)

// A DelegationSet is a set of name servers and DS records. All names of a zone
// that are delegated alike share one. It is immutable, but for refs: a change
// replaces it.
type DelegationSet struct {
	Zone           *Zone
	Hosted         bool   // this registry serves the delegated zones
	Forwarded      bool   // the names lead to the URL forwarder; if not Hosted, its addresses are in the TLD's zone
	PackedReferral []byte // the result of View.PackReferral

	nameservers string // name servers separated by spaces, each followed by "=address" for each host attribute
	ds          string // DS records "tag alg type digest", separated by line feeds
	id          uint32
	refs        int // number of names that have it; used by the writer only
}

// Glue is a name server within the zone that delegates to it, with its
// addresses.
type Glue struct {
	Host  name.Name
	Addrs []netip.Addr
}

// newDelegationSet returns the set of d in canonical form: name servers and DS
// records are sorted and without duplicates.
func newDelegationSet(z *Zone, d delegation) *DelegationSet {
	servers, ds := make([]string, 0, 8), make([]string, 0, 4)
	for _, ns := range d.nameservers {
		s := string(ns.Host)
		for _, a := range ns.Addrs {
			s += "=" + a.String()
		}
		servers = append(servers, s)
	}
	for _, r := range d.ds {
		ds = append(ds, fmt.Sprintf("%d %d %d %s", r.KeyTag, r.Algorithm, r.DigestType, r.Digest))
	}
	slices.Sort(servers)
	slices.Sort(ds)
	return &DelegationSet{
		Zone: z, Hosted: d.hosted, Forwarded: d.forward,
		nameservers: strings.Join(slices.Compact(servers), " "), ds: strings.Join(slices.Compact(ds), "\n"),
	}
}

func (c *DelegationSet) same(o *DelegationSet) bool {
	return c.Hosted == o.Hosted && c.Forwarded == o.Forwarded && c.nameservers == o.nameservers && c.ds == o.ds
}

func (c *DelegationSet) hash(seed maphash.Seed) uint64 {
	return maphash.Comparable(seed, [2]string{c.nameservers, c.ds}) ^ boolBit(c.Hosted)<<1 ^ boolBit(c.Forwarded)
}

func boolBit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Nameservers returns the name servers, sorted.
func (c *DelegationSet) Nameservers() []name.Name {
	if c.nameservers == "" {
		return nil
	}
	var all []name.Name
	for s := range strings.SplitSeq(c.nameservers, " ") {
		host, _, _ := strings.Cut(s, "=")
		all = append(all, name.Name(host))
	}
	return all
}

// DS returns the DS records in presentation form, sorted.
func (c *DelegationSet) DS() []string {
	if c.ds == "" {
		return nil
	}
	return strings.Split(c.ds, "\n")
}

// Glue returns the name servers that are within the zone and have addresses.
func (c *DelegationSet) Glue() []Glue {
	var all []Glue
	for _, s := range c.Nameservers() {
		if c.Zone.contains(s) {
			if n, _ := c.Zone.Node([]byte(toWire(string(s)))); len(n.Addrs) > 0 {
				all = append(all, Glue{s, n.Addrs})
			}
		}
	}
	return all
}

// eachInZone calls do for each name server within the zone, with its host
// attributes (RFC 5731 section 1.1), if any.
func (c *DelegationSet) eachInZone(do func(name.Name, []netip.Addr)) {
	if c.nameservers == "" {
		return
	}
	for s := range strings.SplitSeq(c.nameservers, " ") {
		host, rest, hasAddrs := strings.Cut(s, "=")
		if !c.Zone.contains(name.Name(host)) {
			continue
		}
		var addrs []netip.Addr
		if hasAddrs {
			for a := range strings.SplitSeq(rest, "=") {
				addrs = append(addrs, netip.MustParseAddr(a))
			}
		}
		do(name.Name(host), addrs)
	}
}

// acquire returns the ID of the delegation set equal to d, created if missing,
// and adds a reference.
func (p *state) acquire(z *Zone, d delegation) uint32 {
	c := newDelegationSet(z, d)
	hash := c.hash(p.seed)
	if id, ok := z.setIDByHash[hash]; ok {
		if shared := z.sets.get(id); shared != nil && shared.same(c) {
			shared.refs++
			return id
		}
	}
	c.refs = 1
	c.id = z.sets.add(c)
	z.setIDByHash[hash] = c.id
	c.eachInZone(func(n name.Name, addrs []netip.Addr) {
		h := z.host(n)
		if h.setIDs == nil {
			h.setIDs = map[uint32]struct{}{}
		}
		h.setIDs[c.id] = struct{}{}
		if len(addrs) > 0 {
			h.attrAddrs = addrs
		}
		p.refreshHost(z, n)
	})
	p.pack(c)
	return c.id
}

// release drops a reference to a delegation set, and the set with the last one.
func (p *state) release(z *Zone, id uint32) {
	c := z.sets.get(id)
	if c.refs--; c.refs > 0 {
		return
	}
	if hash := c.hash(p.seed); z.setIDByHash[hash] == id {
		delete(z.setIDByHash, hash)
	}
	c.eachInZone(func(n name.Name, addrs []netip.Addr) {
		h := z.host(n)
		delete(h.setIDs, id)
		if len(addrs) > 0 {
			h.attrAddrs = z.attrAddrs(n, h)
		}
		p.refreshHost(z, n)
	})
	z.sets.remove(id)
}

// attrAddrs returns the host attributes of n in one of the sets that have any.
func (z *Zone) attrAddrs(n name.Name, h *host) (found []netip.Addr) {
	for id := range h.setIDs {
		z.sets.get(id).eachInZone(func(o name.Name, addrs []netip.Addr) {
			if o == n && len(addrs) > 0 {
				found = addrs
			}
		})
		if found != nil {
			break
		}
	}
	return found
}

// pack replaces c by a copy with a new PackedReferral.
func (p *state) pack(c *DelegationSet) {
	if p.packReferral == nil || c == nil || c.id == 0 || c.nameservers == "" {
		return
	}
	next := *c
	next.PackedReferral = p.packReferral(&next)
	c.Zone.sets.put(&next)
}

// delegationSets holds delegation sets by ID. IDs begin at 2; the ID of a removed
// set is used again.
type delegationSets struct {
	chunks atomic.Pointer[[]*chunk]
	free   []uint32
	next   uint32 // the lowest ID not used yet
}

type chunk [4096]atomic.Pointer[DelegationSet]

func newDelegationSets() *delegationSets {
	l := &delegationSets{next: registeredOnly + 1}
	l.chunks.Store(&[]*chunk{})
	return l
}

func (l *delegationSets) get(id uint32) *DelegationSet {
	chunks := *l.chunks.Load()
	return chunks[id/uint32(len(chunk{}))][id%uint32(len(chunk{}))].Load()
}

func (l *delegationSets) add(c *DelegationSet) uint32 {
	id := l.next
	if n := len(l.free); n > 0 {
		id, l.free = l.free[n-1], l.free[:n-1]
	} else {
		l.next++
	}
	chunks := *l.chunks.Load()
	if int(id)/len(chunk{}) == len(chunks) {
		chunks = append(slices.Clone(chunks), new(chunk))
		l.chunks.Store(&chunks)
	}
	c.id = id
	l.put(c)
	return id
}

func (l *delegationSets) put(c *DelegationSet) {
	(*l.chunks.Load())[c.id/uint32(len(chunk{}))][c.id%uint32(len(chunk{}))].Store(c)
}

func (l *delegationSets) remove(id uint32) {
	(*l.chunks.Load())[id/uint32(len(chunk{}))][id%uint32(len(chunk{}))].Store(nil)
	l.free = append(l.free, id)
}
