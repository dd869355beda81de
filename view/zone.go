package view

import (
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Zone is what DNS says about one TLD. One goroutine writes it, any number
// read.
type Zone struct {
	Name    name.Name
	Servers []Server // its own name servers
	Contact string   // SOA's RNAME: a mailbox as a name, without the final dot
	Forward []netip.Addr
	Packed  []byte // what Names.PackSOA made of it

	key    string // Name in wire form
	serial atomic.Uint32
	nodes  *grid[Node]
	names  *table
	cuts   *cutList

	// the writer's
	hosts   map[name.Name]*host
	shared  map[uint64]uint32 // cuts by the hash of what they say
	touched uint32
}

// A Server is a name server of ours.
type Server struct {
	Host  name.Name
	Addrs []netip.Addr
}

// A Node is a name of the zone itself that has addresses, or names below it
// that do: then it has none itself.
type Node struct {
	Addrs []netip.Addr
	Below int // names below that have addresses
}

// A host is a name server in the zone, or one that somebody delegates to.
type host struct {
	object []netip.Addr        // of the host object
	attrs  []netip.Addr        // of the delegation of the name above it
	own    []netip.Addr        // of ours
	pins   int                 // it is in the zone, whoever delegates to it
	cuts   map[uint32]struct{} // that name it
	shown  []netip.Addr        // as it is in the zone; nil: it is not
}

func (h *host) addrs() []netip.Addr {
	switch {
	case len(h.cuts) == 0 && h.pins == 0:
		return nil
	case len(h.attrs) > 0:
		return h.attrs
	case len(h.object) > 0:
		return h.object
	}
	return h.own
}

// Serial returns the serial of the zone's SOA: the sequence of the newest change
// that touched it, modulo 2^32. So it is the same in every process, and after a
// restart.
func (z *Zone) Serial() uint32 { return z.serial.Load() }

// Key returns the zone's name in wire form.
func (z *Zone) Key() string { return z.key }

// Node returns what the zone itself has at a name in wire form, below no cut.
func (z *Zone) Node(key []byte) (Node, bool) { return z.nodes.get(key) }

// At returns what is delegated at a name in wire form, one label below the
// zone's; nil: nothing. The serial is that of the name's own zone, where we
// serve it.
func (z *Zone) At(key []byte) (c *Cut, serial uint32) {
	for {
		e, at, of := z.names.find(key)
		n := e.number()
		if n <= registered {
			return nil, 0
		}
		c := z.cuts.get(n)
		serial := atomic.LoadUint32(&e.serial)
		// The name may have got another cut meanwhile, and its number another
		// name's: what holds still is this name's.
		if e.number() == n && at.Load() == of && c != nil && z.cuts.get(n) == c {
			return c, serial
		}
	}
}

// host returns the host of a name in the zone, new if need be.
func (z *Zone) host(n name.Name) *host {
	h := z.hosts[n]
	if h == nil {
		h = &host{}
		z.hosts[n] = h
	}
	return h
}

// in reports whether a name is below the zone's apex.
func (z *Zone) in(n name.Name) bool { return n.Under(z.Name) && n != z.Name }

// refresh shows a host as it is now, and in the cuts that name it.
func (p *picture) refresh(z *Zone, n name.Name) {
	h := z.hosts[n]
	is := h.addrs()
	if !slices.Equal(is, h.shown) {
		p.above(z, n)
		p.step(z).addrs(n, h.shown, is)
		z.put(n, is)
		h.shown = is
		for id := range h.cuts {
			p.pack(z.cuts.get(id))
		}
	}
	if len(h.cuts) == 0 && h.pins == 0 && len(h.object) == 0 {
		delete(z.hosts, n)
	}
}

// above notes that a host changes, in the hosted zone that it is in, if there is
// one.
func (p *picture) above(z *Zone, n name.Name) {
	for n.Parent() != z.Name {
		n = n.Parent()
	}
	key := wire(string(n))
	p.remember(n, key)
	if c, _ := p.ownZone(key); c != nil {
		p.names.set([]byte(key), p.names.get([]byte(key)).number(), serial(p.seq))
	}
}

// put gives a node its addresses; none: there is nothing any more.
func (z *Zone) put(n name.Name, addrs []netip.Addr) {
	key := wire(string(n))
	node, _ := z.nodes.get([]byte(key))
	change := 0
	switch was := len(node.Addrs) > 0; {
	case !was && len(addrs) > 0:
		change = 1
	case was && len(addrs) == 0:
		change = -1
	}
	node.Addrs = addrs
	z.keep(key, node)
	if change == 0 {
		return
	}
	for up := key[1+key[0]:]; up != z.key; up = up[1+up[0]:] { // empty non-terminals
		node, _ := z.nodes.get([]byte(up))
		node.Below += change
		z.keep(up, node)
	}
}

func (z *Zone) keep(key string, n Node) {
	if len(n.Addrs) == 0 && n.Below == 0 {
		z.nodes.remove(key)
		return
	}
	z.nodes.set(key, n)
}

// wire returns a name, in lower case and without the final dot, as it goes over
// the wire.
func wire(n string) string {
	var b strings.Builder
	b.Grow(len(n) + 2)
	for n != "" {
		label, rest, _ := strings.Cut(n, ".")
		b.WriteByte(byte(len(label)))
		b.WriteString(label)
		n = rest
	}
	b.WriteByte(0)
	return b.String()
}

// text undoes wire.
func text(key []byte) string {
	b := make([]byte, 0, len(key))
	for len(key) > 1 {
		if len(b) > 0 {
			b = append(b, '.')
		}
		b = append(b, key[1:1+key[0]]...)
		key = key[1+key[0]:]
	}
	return string(b)
}

// registered is the number, in the table, of a name that is not in the zone; 0
// is none, 2 and above are cuts.
const registered = 1

// A delegation is what the zone needs to know of a domain.
type delegation struct {
	servers []registry.Nameserver
	ds      []registry.DS
	hosted  bool // we serve the zone
	forward bool // to the forwarder
}

// delegationOf returns what is in the zone of d; nothing: the zero delegation.
func delegationOf(d registry.Domain) (c delegation) {
	switch forward := d.Forward.URL != ""; {
	case d.Delegated():
		c = delegation{servers: d.Nameservers, hosted: d.Hosted, forward: forward && d.Hosted}
		c.ds = append(c.ds, d.DNSSEC.DS...)
		for _, k := range d.DNSSEC.Keys {
			if ds, ok := k.DS(d.Name); ok {
				c.ds = append(c.ds, ds)
			}
		}
	case forward && len(d.Nameservers) == 0 && d.Resolves():
		c = delegation{forward: true}
	}
	return c
}

func (c delegation) empty() bool { return len(c.servers) == 0 && !c.forward }
