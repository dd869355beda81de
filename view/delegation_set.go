package view

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
type Cut struct {
	Zone    *Zone
	Hosted  bool   // this registry serves the delegated zones
	Forward bool   // the names lead to the URL forwarder; if not Hosted, its addresses are in the TLD's zone
	Packed  []byte // the result of View.PackReferral

	servers string // name servers separated by spaces, each followed by "=address" for each host attribute
	ds      string // DS records "tag alg type digest", separated by line feeds
	id      uint32
	refs    int // number of names that have it; used by the writer only
}

// Glue is a name server within the zone that delegates to it, with its
// addresses.
type Glue struct {
	Host  name.Name
	Addrs []netip.Addr
}

// newDelegationSet returns the set of d in canonical form: name servers and DS
// records are sorted and without duplicates.
func newCut(z *Zone, d delegation) *Cut {
	servers, ds := make([]string, 0, 8), make([]string, 0, 4)
	for _, ns := range d.servers {
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
	return &Cut{
		Zone: z, Hosted: d.hosted, Forward: d.forward,
		servers: strings.Join(slices.Compact(servers), " "), ds: strings.Join(slices.Compact(ds), "\n"),
	}
}

func (c *Cut) same(o *Cut) bool {
	return c.Hosted == o.Hosted && c.Forward == o.Forward && c.servers == o.servers && c.ds == o.ds
}

func (c *Cut) hash(seed maphash.Seed) uint64 {
	return maphash.Comparable(seed, [2]string{c.servers, c.ds}) ^ flag(c.Hosted)<<1 ^ flag(c.Forward)
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Servers returns the name servers, sorted.
func (c *Cut) Servers() []name.Name {
	if c.servers == "" {
		return nil
	}
	var all []name.Name
	for s := range strings.SplitSeq(c.servers, " ") {
		host, _, _ := strings.Cut(s, "=")
		all = append(all, name.Name(host))
	}
	return all
}

// DS returns the DS records in presentation form, sorted.
func (c *Cut) DS() []string {
	if c.ds == "" {
		return nil
	}
	return strings.Split(c.ds, "\n")
}

// Glue returns the name servers that are within the zone and have addresses.
func (c *Cut) Glue() []Glue {
	var all []Glue
	for _, s := range c.Servers() {
		if c.Zone.in(s) {
			if n, _ := c.Zone.Node([]byte(wire(string(s)))); len(n.Addrs) > 0 {
				all = append(all, Glue{s, n.Addrs})
			}
		}
	}
	return all
}

// eachInZone calls do for each name server within the zone, with its host
// attributes (RFC 5731 section 1.1), if any.
func (c *Cut) attributes(do func(name.Name, []netip.Addr)) {
	if c.servers == "" {
		return
	}
	for s := range strings.SplitSeq(c.servers, " ") {
		host, rest, hasAddrs := strings.Cut(s, "=")
		if !c.Zone.in(name.Name(host)) {
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
func (p *picture) use(z *Zone, d delegation) uint32 {
	c := newCut(z, d)
	hash := c.hash(p.seed)
	if id, ok := z.shared[hash]; ok {
		if shared := z.cuts.get(id); shared != nil && shared.same(c) {
			shared.refs++
			return id
		}
	}
	c.refs = 1
	c.id = z.cuts.add(c)
	z.shared[hash] = c.id
	c.attributes(func(n name.Name, addrs []netip.Addr) {
		h := z.host(n)
		if h.cuts == nil {
			h.cuts = map[uint32]struct{}{}
		}
		h.cuts[c.id] = struct{}{}
		if len(addrs) > 0 {
			h.attrs = addrs
		}
		p.refresh(z, n)
	})
	p.pack(c)
	return c.id
}

// release drops a reference to a delegation set, and the set with the last one.
func (p *picture) release(z *Zone, id uint32) {
	c := z.cuts.get(id)
	if c.refs--; c.refs > 0 {
		return
	}
	if hash := c.hash(p.seed); z.shared[hash] == id {
		delete(z.shared, hash)
	}
	c.attributes(func(n name.Name, addrs []netip.Addr) {
		h := z.host(n)
		delete(h.cuts, id)
		if len(addrs) > 0 {
			h.attrs = z.attrs(n, h)
		}
		p.refresh(z, n)
	})
	z.cuts.remove(id)
}

// attrAddrs returns the host attributes of n in one of the sets that have any.
func (z *Zone) attrs(n name.Name, h *host) (found []netip.Addr) {
	for id := range h.cuts {
		z.cuts.get(id).attributes(func(o name.Name, addrs []netip.Addr) {
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
func (p *picture) pack(c *Cut) {
	if p.packer == nil || c == nil || c.id == 0 || c.servers == "" {
		return
	}
	next := *c
	next.Packed = p.packer(&next)
	c.Zone.cuts.put(&next)
}

// delegationSets holds delegation sets by ID. IDs begin at 2; the ID of a removed
// set is used again.
type cutList struct {
	chunks atomic.Pointer[[]*chunk]
	free   []uint32
	next   uint32 // the lowest ID not used yet
}

type chunk [4096]atomic.Pointer[Cut]

func newCutList() *cutList {
	l := &cutList{next: registered + 1}
	l.chunks.Store(&[]*chunk{})
	return l
}

func (l *cutList) get(id uint32) *Cut {
	chunks := *l.chunks.Load()
	return chunks[id/uint32(len(chunk{}))][id%uint32(len(chunk{}))].Load()
}

func (l *cutList) add(c *Cut) uint32 {
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

func (l *cutList) put(c *Cut) {
	(*l.chunks.Load())[c.id/uint32(len(chunk{}))][c.id%uint32(len(chunk{}))].Store(c)
}

func (l *cutList) remove(id uint32) {
	(*l.chunks.Load())[id/uint32(len(chunk{}))][id%uint32(len(chunk{}))].Store(nil)
	l.free = append(l.free, id)
}
