package view

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// An RR is a resource record in presentation form.
type RR struct {
	Owner string // lower case, without the final dot
	Type  string // "NS", "A", …
	TTL   uint32 // seconds
	Data  string // as it stands in a zone file: names with their final dot, TXT in quotes
}

const (
	TTL      = 3600 // of the records that the registry itself puts into zones, in seconds
	Negative = 300  // of negative responses (RFC 2308), in seconds
)

// soaTimers are refresh, retry, expire and minimum of an SOA, in seconds. They
// matter only when a NOTIFY is lost.
const soaTimers = " 1800 900 1209600 300"

// A Snapshot is a zone at one serial.
type Copy struct {
	Name   name.Name
	Serial uint32
	SOA    RR
	All    iter.Seq[RR] // all records but the SOA: the apex first, the rest in no order
}

// Snapshot returns a TLD's or hosted zone; ok is false if it is not served here.
// Later changes do not affect the result.
func (v *Names) Copy(zone name.Name) (c Copy, ok bool) {
	p := v.now.Load()
	if p == nil {
		return c, false
	}
	v.walk.RLock()
	defer v.walk.RUnlock()
	if z := p.zones[wire(string(zone))]; z != nil {
		return z.copy(), true
	}
	cut, serial := p.ownZone(wire(string(zone)))
	if cut == nil {
		return c, false
	}
	return Copy{zone, serial, cut.soa(zone, serial), slices.Values(p.ownRRs(cut, zone))}, true
}

// Zones yields the zones served here with their serials: the TLDs', then the
// hosted ones in no order. It is not one snapshot: zones may change between two
// yields.
func (v *Names) Zones() iter.Seq2[name.Name, uint32] {
	return func(yield func(name.Name, uint32) bool) {
		p := v.now.Load()
		if p == nil {
			return
		}
		for _, z := range p.list {
			if !yield(z.Name, z.Serial()) {
				return
			}
		}
		v.walk.RLock()
		var hosted []string
		for key, id := range p.names.all() {
			if c := p.cutOf(key, id); c != nil && c.Hosted {
				hosted = append(hosted, string(key))
			}
		}
		v.walk.RUnlock()
		for _, key := range hosted {
			if c, serial := p.ownZone(key); c != nil && !yield(name.Name(text([]byte(key))), serial) {
				return
			}
		}
	}
}

// delegationSetOf returns the delegation set with an ID in the parent zone of a
// name in wire form, or nil.
func (p *picture) cutOf(key []byte, id uint32) *Cut {
	if id <= registered {
		return nil
	}
	if z := p.zones[string(key[1+key[0]:])]; z != nil {
		return z.cuts.get(id)
	}
	return nil
}

// hostedZone returns the delegation set of a hosted zone, whose name is in wire
// form, and the zone's serial; nil: there is no such hosted zone.
func (p *picture) ownZone(key string) (*Cut, uint32) {
	if len(key) < 2 {
		return nil, 0
	}
	z := p.zones[key[1+key[0]:]]
	if z == nil {
		return nil, 0
	}
	if c, serial := z.At([]byte(key)); c != nil && c.Hosted {
		return c, serial
	}
	return nil, 0
}

// snapshot returns a copy of the zone. There must be no concurrent write.
func (z *Zone) copy() Copy {
	type nameSet struct {
		key []byte
		set *Cut
	}
	var delegations []nameSet
	for key, id := range z.names.all() {
		if id > registered && string(key[1+key[0]:]) == z.key {
			delegations = append(delegations, nameSet{key, z.cuts.get(id)})
		}
	}
	var nodes []RR
	for key, n := range z.nodes.all() {
		nodes = append(nodes, addrRRs(text([]byte(key)), n.Addrs)...)
	}
	all := func(yield func(RR) bool) {
		for _, s := range z.Servers {
			if !yield(RR{string(z.Name), "NS", TTL, string(s.Host) + "."}) {
				return
			}
		}
		for _, rr := range nodes {
			if !yield(rr) {
				return
			}
		}
		for _, d := range delegations {
			for _, rr := range d.set.rrs(text(d.key)) {
				if !yield(rr) {
					return
				}
			}
		}
	}
	return Copy{z.Name, z.Serial(), z.SOA(), all}
}

// SOA returns the zone's SOA record.
func (z *Zone) SOA() RR {
	return soa(z.Name, z.Servers[0].Host, z.Contact, z.Serial())
}

func soa(zone, server name.Name, contact string, serial uint32) RR {
	return RR{string(zone), "SOA", TTL, string(server) + ". " + contact + ". " + utoa(serial) + soaTimers}
}

// soa returns the SOA of a hosted zone with this delegation set.
func (c *Cut) soa(zone name.Name, serial uint32) RR {
	return soa(zone, c.Servers()[0], c.Zone.Contact, serial)
}

// SOA returns the SOA of a hosted zone with this delegation set.
func (c *Cut) SOA(zone name.Name, serial uint32) RR { return c.soa(zone, serial) }

// rrs returns the records that the delegation set adds to its zone for a name.
func (c *Cut) rrs(owner string) []RR {
	if c == nil {
		return nil
	}
	if c.servers == "" { // the forwarder's addresses, for the name and its www
		return append(addrRRs(owner, c.Zone.Forward), addrRRs("www."+owner, c.Zone.Forward)...)
	}
	var all []RR
	for _, s := range c.Servers() {
		all = append(all, RR{owner, "NS", TTL, string(s) + "."})
	}
	for _, ds := range c.DS() {
		all = append(all, RR{owner, "DS", TTL, ds})
	}
	return all
}

func addrRRs(owner string, addrs []netip.Addr) []RR {
	var all []RR
	for _, a := range addrs {
		kind := "A"
		if a.Is6() {
			kind = "AAAA"
		}
		all = append(all, RR{owner, kind, TTL, a.String()})
	}
	return all
}

// hostedRRs returns all records of a hosted zone but the SOA.
func (p *picture) ownRRs(c *Cut, zone name.Name) []RR {
	var all []RR
	for _, s := range c.Servers() {
		all = append(all, RR{string(zone), "NS", TTL, string(s) + "."})
	}
	records, _ := p.records.get([]byte(wire(string(zone))))
	for _, r := range records.All() {
		all = append(all, RecordRR(r))
	}
	if c.Forward {
		for _, owner := range []string{string(zone), "www." + string(zone)} {
			if c.Forwards(records, owner) {
				all = append(all, addrRRs(owner, c.Zone.Forward)...)
			}
		}
	}
	for _, n := range c.OwnServers(zone, records) {
		all = append(all, addrRRs(string(n.Host), n.Addrs)...)
	}
	return all
}

// ForwardsOwner reports whether owner, a hosted zone's apex or its www, has the
// forwarder's addresses: the set is Forwarded, and there is no A, AAAA or CNAME
// record at owner.
func (c *Cut) Forwards(records *Records, owner string) bool {
	if !c.Forward {
		return false
	}
	list, _ := records.At([]byte(wire(owner)))
	return !slices.ContainsFunc(list, func(r registry.Record) bool {
		return r.Type == "A" || r.Type == "AAAA" || r.Type == "CNAME"
	})
}

// ImplicitGlue returns the name servers within a hosted zone at whose names the
// zone has no records, with their addresses from the TLD's zone.
func (c *Cut) OwnServers(zone name.Name, records *Records) []Glue {
	return slices.DeleteFunc(c.Glue(), func(g Glue) bool {
		list, _ := records.At([]byte(wire(string(g.Host))))
		return !g.Host.Within(zone) || len(list) > 0
	})
}

// RecordRR returns a record of a hosted zone as it stands in a zone file.
func RecordRR(r registry.Record) RR {
	rr := RR{r.Owner(), r.Type, uint32(r.TTL), r.Value}
	switch r.Type {
	case "CNAME":
		rr.Data += "."
	case "MX":
		rr.Data = utoa(uint32(r.Priority)) + " " + strings.TrimSuffix(r.Value, ".") + "."
	case "TXT":
		var quoted []string
		for _, s := range r.Strings() {
			quoted = append(quoted, quote(s))
		}
		rr.Data = strings.Join(quoted, " ")
	}
	return rr
}

// quote returns a character-string in quotes (RFC 1035 section 5.1); octets that
// are not printable ASCII become \DDD.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			b.WriteString("\\" + string([]byte{'0' + c/100, '0' + c/10%10, '0' + c%10}))
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func compareRR(a, b RR) int {
	return cmp.Or(cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Data, b.Data), cmp.Compare(a.TTL, b.TTL))
}
