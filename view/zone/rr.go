package zone

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
)

// An RR is a resource record in presentation form.
type RR struct {
	Owner string // lower case, without the final dot
	Type  string // "NS", "A", …
	TTL   uint32 // seconds
	Data  string // as it stands in a zone file: names with their final dot, TXT in quotes
}

// TTL is that of the records that the registry itself puts into zones, in seconds.
const TTL = 3600

// A Snapshot is a zone at one serial.
type Snapshot struct {
	Name   name.Name
	Serial uint32
	SOA    RR
	NoGlue []Unreachable // what the zone leaves out
	All    iter.Seq[RR]  // all records but the SOA: the apex first, the rest in no order
}

// Snapshot returns a TLD's or hosted zone; ok is false if it is not served here.
// Later changes do not affect the result.
func (v *View) Snapshot(zone name.Name) (c Snapshot, ok bool) {
	p := v.current.Load()
	if p == nil {
		return c, false
	}
	v.publishMu.RLock()
	defer v.publishMu.RUnlock()
	if z := p.zones[toWire(string(zone))]; z != nil {
		return z.snapshot(), true
	}
	cut, serial := p.hostedZone(toWire(string(zone)))
	if cut == nil {
		return c, false
	}
	return Snapshot{zone, serial, cut.soa(zone, serial), nil, slices.Values(p.hostedRRs(cut, zone))}, true
}

// Zones yields the zones served here with their serials: the TLDs', then the
// hosted ones in no order. It is not one snapshot: zones may change between two
// yields.
func (v *View) Zones() iter.Seq2[name.Name, uint32] {
	return func(yield func(name.Name, uint32) bool) {
		p := v.current.Load()
		if p == nil {
			return
		}
		for _, z := range p.zoneList {
			if !yield(z.Name, z.Serial()) {
				return
			}
		}
		v.publishMu.RLock()
		var hosted []string
		for key, id := range p.table.all() {
			if c := p.delegationSetOf(key, id); c != nil && c.Hosted {
				hosted = append(hosted, string(key))
			}
		}
		v.publishMu.RUnlock()
		for _, key := range hosted {
			if c, serial := p.hostedZone(key); c != nil && !yield(name.Name(fromWire([]byte(key))), serial) {
				return
			}
		}
	}
}

// delegationSetOf returns the delegation set with an ID in the parent zone of a
// name in wire form, or nil.
func (p *state) delegationSetOf(key []byte, id uint32) *DelegationSet {
	if id <= registeredOnly {
		return nil
	}
	if z := p.zones[string(key[1+key[0]:])]; z != nil {
		return z.sets.get(id)
	}
	return nil
}

// hostedZone returns the delegation set of a hosted zone, whose name is in wire
// form, and the zone's serial; nil: there is no such hosted zone.
func (p *state) hostedZone(key string) (*DelegationSet, uint32) {
	if len(key) < 2 {
		return nil, 0
	}
	z := p.zones[key[1+key[0]:]]
	if z == nil {
		return nil, 0
	}
	if c, serial := z.DelegationSet([]byte(key)); c != nil && c.Hosted {
		return c, serial
	}
	return nil, 0
}

// snapshot returns a copy of the zone. There must be no concurrent write.
func (z *Zone) snapshot() Snapshot {
	type nameSet struct {
		key []byte
		set *DelegationSet
	}
	var delegations []nameSet
	for key, id := range z.table.all() {
		if id > registeredOnly && string(key[1+key[0]:]) == z.wireName {
			delegations = append(delegations, nameSet{key, z.sets.get(id)})
		}
	}
	var nodes []RR
	for key, n := range z.nodes.all() {
		nodes = append(nodes, addrRRs(fromWire([]byte(key)), n.Addrs)...)
	}
	all := func(yield func(RR) bool) {
		for _, s := range z.Nameservers {
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
			for _, rr := range d.set.rrs(fromWire(d.key)) {
				if !yield(rr) {
					return
				}
			}
		}
	}
	return Snapshot{z.Name, z.Serial(), z.SOA(), z.unreachable(), all}
}

// rrs returns the records that the delegation set adds to its zone for a name.
func (c *DelegationSet) rrs(owner string) []RR {
	if c == nil {
		return nil
	}
	if c.nameservers == "" { // the forwarder's addresses, for the name and its www
		return append(addrRRs(owner, c.Zone.ForwarderAddrs), addrRRs("www."+owner, c.Zone.ForwarderAddrs)...)
	}
	var all []RR
	for _, s := range c.Nameservers() {
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
func (p *state) hostedRRs(c *DelegationSet, zone name.Name) []RR {
	var all []RR
	for _, s := range c.Nameservers() {
		all = append(all, RR{string(zone), "NS", TTL, string(s) + "."})
	}
	records, _ := p.records.get([]byte(toWire(string(zone))))
	for _, r := range records.All() {
		all = append(all, RecordRR(r))
	}
	return append(all, c.addedAddrs(zone, records)...)
}

// addedAddrs returns the addresses that a hosted zone has without records: those of the
// URL forwarder, and of name servers within the zone.
func (c *DelegationSet) addedAddrs(zone name.Name, records *Records) (all []RR) {
	for _, owner := range []string{string(zone), "www." + string(zone)} {
		if c.ForwardsOwner(records, owner) {
			all = append(all, addrRRs(owner, c.Zone.ForwarderAddrs)...)
		}
	}
	for _, n := range c.ImplicitGlue(zone, records) {
		all = append(all, addrRRs(string(n.Host), n.Addrs)...)
	}
	return all
}

// Served returns what prerequisites of an UPDATE of a hosted zone are checked against,
// beside its records; zero if the zone is not in the view.
func (v *View) Served(zone name.Name) (s registry.ServedZone) {
	p := v.current.Load()
	if p == nil {
		return s
	}
	v.publishMu.RLock()
	defer v.publishMu.RUnlock()
	key := toWire(string(zone))
	c, serial := p.hostedZone(key)
	if c == nil {
		return s
	}
	records, _ := p.records.get([]byte(key))
	all := []RR{c.soa(zone, serial)}
	for _, n := range c.Nameservers() {
		all = append(all, RR{string(zone), "NS", TTL, string(n) + "."})
	}
	for _, rr := range append(all, c.addedAddrs(zone, records)...) {
		label := strings.TrimSuffix(strings.TrimSuffix(rr.Owner, string(zone)), ".")
		if label == "" {
			label = "@"
		}
		data, err := rdata.Canonical(rr.Type, rr.Data)
		if err != nil {
			data = rr.Data
		}
		s.Added = append(s.Added, registry.Record{Zone: zone, Label: label, Type: rr.Type, TTL: int(rr.TTL), Data: data})
	}
	if records != nil {
		s.Stored = records.list
	}
	return s
}

// ForwardsOwner reports whether owner, a hosted zone's apex or its www, has the
// forwarder's addresses: the set is Forwarded, and there is no A, AAAA, CNAME or NS
// record at owner.
func (c *DelegationSet) ForwardsOwner(records *Records, owner string) bool {
	if !c.Forwarded {
		return false
	}
	list, _ := records.AtOwner([]byte(toWire(owner)))
	return !slices.ContainsFunc(list, func(r registry.Record) bool {
		return r.Type == "A" || r.Type == "AAAA" || r.Type == "CNAME" || r.Type == "NS"
	})
}

// ImplicitGlue returns the name servers within a hosted zone at whose names the
// zone has no records, with their addresses from the TLD's zone.
func (c *DelegationSet) ImplicitGlue(zone name.Name, records *Records) []Glue {
	return slices.DeleteFunc(c.Glue(), func(g Glue) bool {
		list, _ := records.AtOwner([]byte(toWire(string(g.Host))))
		return !g.Host.Within(zone) || len(list) > 0
	})
}

// RecordRR returns a record of a hosted zone as it stands in a zone file.
func RecordRR(r registry.Record) RR { return RR{r.Owner(), r.Type, uint32(r.TTL), r.Data} }

func compareRR(a, b RR) int {
	return cmp.Or(cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Data, b.Data), cmp.Compare(a.TTL, b.TTL))
}
