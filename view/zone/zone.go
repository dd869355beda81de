package zone

import (
	"net/netip"
	"slices"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Zone is the DNS zone of one TLD. One goroutine writes it; any number may
// read it concurrently.
type Zone struct {
	Name           name.Name
	Nameservers    []Nameserver // of the zone itself
	RName          string       // RNAME of the SOA (RFC 1035 section 3.3.13), without the final dot
	ForwarderAddrs []netip.Addr // addresses of the URL forwarder
	PackedNegative []byte       // the result of View.PackNegative

	timers   map[name.Name]SOATimers // of this zone and of hosted zones
	wireName string                  // Name in wire form
	serial   atomic.Uint32
	nodes    *shardedMap[Node]
	table    *nameTable
	sets     *delegationSets

	// The fields below are used by the writer only.
	hosts         map[name.Name]*host
	selfServed    map[name.Name]delegation // of names with a name server at or below them, with those that withGlue leaves out
	setIDByHash   map[uint64]uint32        // IDs of delegation sets by their hash
	pendingSerial uint32                   // serial after the current batch; 0: unchanged
}

// A Nameserver is one of our own name servers.
type Nameserver struct {
	Host  name.Name
	Addrs []netip.Addr
}

// A Node is a name within the zone that has addresses (glue), or an empty
// non-terminal above such names.
type Node struct {
	Addrs       []netip.Addr
	Descendants int // number of names below with addresses
}

// A host is a name server within the zone: its possible addresses, and the
// reasons to have it in the zone. The addresses of the first nonempty field are
// used: attrAddrs, objectAddrs, ownAddrs.
type host struct {
	objectAddrs []netip.Addr        // of the host object
	attrAddrs   []netip.Addr        // host attributes in a delegation
	ownAddrs    []netip.Addr        // as a name server of ours
	pinCount    int                 // number of reasons to have it without a delegation, see pin
	setIDs      map[uint32]struct{} // IDs of the delegation sets that contain it
	published   []netip.Addr        // addresses in the zone; nil: it is not in the zone
}

func (h *host) addrs() []netip.Addr {
	switch {
	case len(h.setIDs) == 0 && h.pinCount == 0:
		return nil
	case len(h.attrAddrs) > 0:
		return h.attrAddrs
	case len(h.objectAddrs) > 0:
		return h.objectAddrs
	}
	return h.ownAddrs
}

// Serial returns the serial of the zone's SOA: the Seq of the newest change that
// concerns it, modulo 2^32. So it is the same in every process and after a
// restart.
func (z *Zone) Serial() uint32 { return z.serial.Load() }

// Key returns the zone's name in wire form.
func (z *Zone) Key() string { return z.wireName }

// Node returns the node of a name in wire form; false: there is none.
func (z *Zone) Node(key []byte) (Node, bool) { return z.nodes.get(key) }

// DelegationSet returns the delegation set of a name in wire form, one label
// below the apex; nil: it is not delegated. The serial is that of the name's own
// zone, if it is hosted.
func (z *Zone) DelegationSet(key []byte) (c *DelegationSet, serial uint32) {
	for {
		e, at, of := z.table.find(key)
		n := e.loadID()
		if n <= registeredOnly {
			return nil, 0
		}
		c := z.sets.get(n)
		serial := atomic.LoadUint32(&e.serial)
		// Meanwhile the name may have got another set, and its former ID may have
		// been given to another set. If nothing has changed, c is the name's.
		if e.loadID() == n && at.Load() == of && c != nil && z.sets.get(n) == c {
			return c, serial
		}
	}
}

// host returns the host of a name within the zone, created if missing.
func (z *Zone) host(n name.Name) *host {
	h := z.hosts[n]
	if h == nil {
		h = &host{}
		z.hosts[n] = h
	}
	return h
}

// contains reports whether a name is below the zone's apex.
func (z *Zone) contains(n name.Name) bool { return n.Under(z.Name) && n != z.Name }

// refreshHost updates the zone, and the referrals with glue, after a change of a
// host.
func (p *state) refreshHost(z *Zone, n name.Name) {
	h := z.hosts[n]
	addrs := h.addrs()
	if !slices.Equal(addrs, h.published) {
		p.touchHosted(z, n)
		p.diffOf(z).addAddrs(n, h.published, addrs)
		z.setNode(n, addrs)
		h.published = addrs
		for id := range h.setIDs {
			p.pack(z.sets.get(id))
		}
	}
	if len(h.setIDs) == 0 && h.pinCount == 0 && len(h.objectAddrs) == 0 {
		delete(z.hosts, n)
	}
}

// touchHosted gives the hosted zone that contains host n, if any, a new serial.
func (p *state) touchHosted(z *Zone, n name.Name) {
	for n.Parent() != z.Name {
		n = n.Parent()
	}
	key := toWire(string(n))
	p.saveHosted(n, key)
	if c, _ := p.hostedZone(key); c != nil {
		p.table.set([]byte(key), p.table.get([]byte(key)).loadID(), serial(p.seq))
	}
}

// setNode sets a node's addresses; none removes them.
func (z *Zone) setNode(n name.Name, addrs []netip.Addr) {
	key := toWire(string(n))
	node, _ := z.nodes.get([]byte(key))
	change := 0
	switch had := len(node.Addrs) > 0; {
	case !had && len(addrs) > 0:
		change = 1
	case had && len(addrs) == 0:
		change = -1
	}
	node.Addrs = addrs
	z.storeNode(key, node)
	if change == 0 {
		return
	}
	for up := key[1+key[0]:]; up != z.wireName; up = up[1+up[0]:] { // empty non-terminals
		node, _ := z.nodes.get([]byte(up))
		node.Descendants += change
		z.storeNode(up, node)
	}
}

func (z *Zone) storeNode(key string, n Node) {
	if len(n.Addrs) == 0 && n.Descendants == 0 {
		z.nodes.remove(key)
		return
	}
	z.nodes.set(key, n)
}

// toWire returns the wire form of a name in lower case without the final dot.
func toWire(n string) string { return name.Name(n).Wire() }

// fromWire is the inverse of toWire.
func fromWire(key []byte) string { return string(name.FromWire(key)) }

// registeredOnly is the ID, in a nameTable, of a registered name that is not in
// the zone. 0 is an unregistered name, 2 and above are IDs of delegation sets.
const registeredOnly = 1

// A delegation is the DNS data of a domain.
type delegation struct {
	nameservers []registry.Nameserver
	ds          []registry.DS
	hosted      bool // this registry serves the zone
	forward     bool // the name leads to the URL forwarder
}

// delegationOf returns the delegation of d; zero: d is not in the zone.
func delegationOf(d registry.Domain) (c delegation) {
	switch forward := d.Forward.URL != ""; {
	case d.Delegated():
		served := d.Delegation()
		c = delegation{nameservers: served.Nameservers, hosted: served.Hosted, forward: forward && served.Hosted}
		c.ds = append(c.ds, served.DNSSEC.DS...)
		for _, k := range served.DNSSEC.Keys {
			if ds, ok := k.DS(d.Name); ok {
				c.ds = append(c.ds, ds)
			}
		}
	case forward && len(d.Nameservers) == 0 && d.Resolves():
		c = delegation{forward: true}
	}
	return c
}

func (c delegation) empty() bool { return len(c.nameservers) == 0 && !c.forward }
