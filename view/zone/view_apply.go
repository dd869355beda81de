package zone

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Apply implements Consumer. Readers see the change after Publish.
func (v *View) Apply(c registry.Change) error {
	gone := len(c.After) == 0
	var do func(p *state)
	switch c.Kind {
	case registry.KindDomain:
		n := name.Name(c.Key)
		if gone {
			do = func(p *state) { p.setName(n, nil) }
			break
		}
		var d registry.Domain
		if err := registry.DecodeDocument(c.After, &d); err != nil {
			return fmt.Errorf("domain %s: %w", c.Key, err)
		}
		c := delegationOf(d)
		do = func(p *state) { p.setName(n, &c) }
	case registry.KindHost:
		var h registry.Host
		if !gone {
			if err := registry.DecodeDocument(c.After, &h); err != nil {
				return fmt.Errorf("host %s: %w", c.Key, err)
			}
		}
		do = func(p *state) { p.setHost(name.Name(c.Key), h.Addrs) }
	case registry.KindRecord:
		zone, number, _ := strings.Cut(c.Key, "/")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("record %s: %w", c.Key, err)
		}
		var r *registry.Record
		if !gone {
			r = &registry.Record{}
			if err := registry.DecodeDocument(c.After, r); err != nil {
				return fmt.Errorf("record %s: %w", c.Key, err)
			}
		}
		do = func(p *state) { p.setRecord(name.Name(zone), id, r) }
	case registry.KindRegistrar:
		var r registry.Registrar
		if !gone {
			if err := registry.DecodeDocument(c.After, &r); err != nil {
				return fmt.Errorf("registrar %s: %w", c.Key, err)
			}
		}
		do = func(p *state) { p.setRegistrar(registry.RegistrarID(c.Key), r.Nameservers) }
	default:
		return nil
	}
	v.pending = append(v.pending, func(p *state) { p.seq = c.Seq; do(p) })
	return nil
}

// setName sets the delegation of a registered name; nil: the name was released,
// and its records deleted.
func (p *state) setName(n name.Name, c *delegation) {
	z := p.zones[toWire(string(n.Parent()))]
	if z == nil {
		return
	}
	key := toWire(string(n))
	p.touch(z)
	p.saveHosted(n, key)
	old, id := p.table.get([]byte(key)).loadID(), uint32(0)
	if c != nil {
		id = registeredOnly
		if published := p.withGlue(z, n, *c); !published.empty() {
			id = p.acquire(z, published)
		}
	} else {
		delete(z.selfServed, n)
		if _, ok := p.records.get([]byte(key)); ok {
			p.records.remove(key)
		}
	}
	p.table.set([]byte(key), id, serial(p.seq))
	p.diffOf(z).addDelegation(n, z.setByID(old), z.setByID(id))
	if old > registeredOnly {
		p.release(z, old)
		p.withdrawUnreachable(z, n)
	}
}

// setByID returns the delegation set with an ID, nil for 0 and registeredOnly.
func (z *Zone) setByID(id uint32) *DelegationSet {
	if id <= registeredOnly {
		return nil
	}
	return z.sets.get(id)
}

// setHost sets the addresses of a host object; none: it is external or deleted.
func (p *state) setHost(n name.Name, addrs []netip.Addr) {
	z := p.zoneOf(n)
	if z == nil || !z.contains(n) {
		return
	}
	p.touch(z)
	addrs = slices.Clone(addrs)
	slices.SortFunc(addrs, netip.Addr.Compare)
	z.host(n).objectAddrs = slices.Compact(addrs)
	p.refreshHost(z, n)
	p.refreshSelfServed(z, n)
}

// setRegistrar sets a storefront's name servers. Those within our zones get the
// addresses of our DNS server. The former ones are not known after a restart, so
// every zone gets a new serial.
func (p *state) setRegistrar(id registry.RegistrarID, servers []name.Name) {
	for _, z := range p.zoneList {
		p.touch(z)
	}
	old := p.storefronts[id]
	if slices.Equal(old, servers) {
		return
	}
	for _, list := range []struct {
		names []name.Name
		by    int
	}{{servers, 1}, {old, -1}} {
		for _, n := range list.names {
			if z := p.zoneOf(n); z != nil {
				p.pin(z, n, p.dnsAddrs, list.by)
			}
		}
	}
	p.storefronts[id] = servers
}

// setRecord sets a record of a hosted zone; nil: it was deleted.
func (p *state) setRecord(zone name.Name, id int64, r *registry.Record) {
	key := toWire(string(zone))
	p.saveHosted(zone, key)
	var list []registry.Record
	if old, ok := p.records.get([]byte(key)); ok {
		list = slices.DeleteFunc(slices.Clone(old.list), func(o registry.Record) bool { return o.ID == id })
	}
	if r != nil {
		list = append(list, *r)
	}
	if len(list) == 0 {
		p.records.remove(key)
	} else {
		p.records.set(key, newRecords(zone, list))
	}
	if e := p.table.get([]byte(key)); e.loadID() != 0 {
		p.table.set([]byte(key), e.id, serial(p.seq))
	}
}

// touch gives a zone the current change as its next serial.
func (p *state) touch(z *Zone) {
	z.pendingSerial = serial(p.seq)
	p.diffOf(z)
}
