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

// TTL is that of all that the registry itself puts into zones, in seconds;
// Negative how long an answer that there is nothing may be kept.
const (
	TTL      = 3600
	Negative = 300
)

// SOA's timers, in seconds: NOTIFY is what brings changes to secondaries, these
// are for when it is lost.
const soaTimers = " 1800 900 1209600 300"

// A Copy is a zone as it was at one moment.
type Copy struct {
	Name   name.Name
	Serial uint32
	SOA    RR
	All    iter.Seq[RR] // all but the SOA: the apex first, the rest in no order
}

// Copy returns a zone of ours, a TLD's or a hosted one; ok is false when we do
// not serve it. What it yields does not change any more.
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

// Zones yields the zones that we serve with their serials: the TLDs', then the
// hosted ones in no order. It is for who can bear to see a change in between.
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

func (p *picture) cutOf(key []byte, id uint32) *Cut {
	if id <= registered {
		return nil
	}
	if z := p.zones[string(key[1+key[0]:])]; z != nil {
		return z.cuts.get(id)
	}
	return nil
}

// ownZone returns the cut of a hosted zone by its name in wire form, and the
// zone's serial; nil: we serve none.
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

// copy is for who keeps the writer from writing.
func (z *Zone) copy() Copy {
	type at struct {
		key []byte
		cut *Cut
	}
	var cuts []at
	for key, id := range z.names.all() {
		if id > registered && string(key[1+key[0]:]) == z.key {
			cuts = append(cuts, at{key, z.cuts.get(id)})
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
		for _, c := range cuts {
			for _, rr := range c.cut.rrs(text(c.key)) {
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

// soa is the SOA of a hosted zone.
func (c *Cut) soa(zone name.Name, serial uint32) RR {
	return soa(zone, c.Servers()[0], c.Zone.Contact, serial)
}

// SOA returns the SOA of a zone that we host at this cut.
func (c *Cut) SOA(zone name.Name, serial uint32) RR { return c.soa(zone, serial) }

// rrs is what the cut puts into its zone at a name.
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

// ownRRs is all that a hosted zone has, but its SOA.
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

// Forwards reports whether a forwarded name of a hosted zone leads to the
// forwarder: it is the zone's apex or its www, and has no address of its own.
func (c *Cut) Forwards(records *Records, owner string) bool {
	if !c.Forward {
		return false
	}
	list, _ := records.At([]byte(wire(owner)))
	return !slices.ContainsFunc(list, func(r registry.Record) bool {
		return r.Type == "A" || r.Type == "AAAA" || r.Type == "CNAME"
	})
}

// OwnServers returns the name servers within a hosted zone that its records say
// nothing of: their addresses are known from the TLD's zone.
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

// quote writes a character-string as RFC 1035 section 5.1 has it: octets beyond
// ASCII by number.
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
