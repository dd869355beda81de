package view

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A View holds all registered names and the DNS data of their zones in memory.
// It implements Consumer. Reads take no locks. It can be up to a second behind
// the store, so a name that it shows as free may be registered.
type Names struct {
	TLDs    []name.Name
	Servers []Server     // name servers of the TLDs' zones; none: ns1.nic.<tld> with DNSAddrs
	Here    []netip.Addr // addresses of our own DNS server; also of storefronts' name servers without addresses in a host object
	Forward []netip.Addr // addresses of the URL forwarder
	Contact string       // e-mail address for the zones' SOA; "": hostmaster@nic.<tld>

	// PackReferral returns the prepared DNS response for a delegation set, which
	// is stored in DelegationSet.PackedReferral; nil: none.
	Pack func(*Cut) []byte
	// PackNegative returns the prepared negative response of a zone, which is
	// stored in Zone.PackedNegative; nil: none.
	PackSOA func(*Zone) []byte
	// OnPublish is called for each zone that a batch changed, after readers see
	// it. It runs on the follower's goroutine and should return soon. Set it
	// before Load. Nil: none.
	OnPublish func(Step)

	now  atomic.Pointer[picture]
	next *picture         // loaded and not yet published
	walk sync.RWMutex     // read-locked while a zone is copied, locked by Publish
	wait []func(*picture) // changes applied and not yet published
}

// A state is the data of a View since the last Load.
type picture struct {
	names   *table
	zones   map[string]*Zone // by wire form
	list    []*Zone
	records *grid[*Records]

	// The fields below are used by the writer only.
	seed        maphash.Seed
	packer      func(*Cut) []byte
	here        []netip.Addr
	journal     bool
	steps       map[*Zone]*step
	own         map[name.Name]*ownStep
	storefronts map[registry.RegistrarID][]name.Name
	seq         uint64 // of the change that is being applied
}

func (v *Names) newPicture(names int) *picture {
	p := &picture{
		names: newTable(names), zones: map[string]*Zone{}, records: newGrid[*Records](1024),
		seed: maphash.MakeSeed(), here: v.Here,
		steps: map[*Zone]*step{}, own: map[name.Name]*ownStep{}, storefronts: map[registry.RegistrarID][]name.Name{},
	}
	for _, tld := range v.TLDs {
		z := &Zone{
			Name: tld, Servers: v.Servers, Contact: mailbox(v.Contact), Forward: v.Forward,
			key: wire(string(tld)), nodes: newGrid[Node](256), names: p.names, cuts: newCutList(),
			hosts: map[name.Name]*host{}, shared: map[uint64]uint32{},
		}
		if len(z.Servers) == 0 {
			z.Servers = []Server{{Host: "ns1.nic." + tld, Addrs: v.Here}}
		}
		if z.Contact == "" {
			z.Contact = "hostmaster.nic." + string(tld)
		}
		p.zones[z.key] = z
		p.list = append(p.list, z)
	}
	for _, z := range p.list {
		for _, s := range z.Servers {
			if home := p.zoneOf(s.Host); home != nil {
				p.pin(home, s.Host, s.Addrs, 1)
			}
		}
	}
	for _, z := range p.list { // a TLD below another one is delegated by it
		if up := p.zones[wire(string(z.Name.Parent()))]; up != nil && up != z {
			var d delegation
			for _, s := range z.Servers {
				d.servers = append(d.servers, registry.Nameserver{Host: s.Host})
			}
			p.names.set([]byte(z.key), p.use(up, d), 1)
		}
	}
	return p
}

// mailbox returns an e-mail address as a name (RFC 1035 section 8).
func mailbox(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	if domain == "" {
		return local
	}
	return strings.ReplaceAll(local, ".", `\.`) + "." + domain
}

// zoneOf returns the TLD zone that contains a name, or nil. An apex is contained
// in its own zone.
func (p *picture) zoneOf(n name.Name) *Zone {
	for ; n != ""; n = n.Parent() {
		if z := p.zones[wire(string(n))]; z != nil {
			return z
		}
	}
	return nil
}

// pin adds (by 1) or removes (by -1) a reason to have a name server of ours in
// zone z even without a delegation to it.
func (p *picture) pin(z *Zone, n name.Name, addrs []netip.Addr, by int) {
	if !z.in(n) {
		return
	}
	h := z.host(n)
	h.pins += by
	if h.own = addrs; h.pins == 0 {
		h.own = nil
	}
	p.refresh(z, n)
}

// Publish makes the applied changes visible to readers.
func (v *Names) Publish(uint64) {
	var diffs []Step
	v.walk.Lock()
	p := v.now.Load()
	if v.next != nil {
		p, v.next = v.next, nil
		clear(p.steps)
		clear(p.own)
		v.now.Store(p)
	}
	if p != nil {
		for _, do := range v.wait {
			do(p)
		}
		diffs = p.end()
	}
	v.wait = nil
	v.walk.Unlock()
	if v.OnPublish != nil {
		for _, d := range diffs {
			v.OnPublish(d)
		}
	}
}

// IsRegistered reports whether a name is registered. Known is false before Load,
// and for a name below no TLD of ours.
func (v *Names) Taken(n name.Name) (registered, known bool) {
	p := v.now.Load()
	if p == nil || p.zones[wire(string(n.Parent()))] == nil {
		return false, false
	}
	return p.names.get([]byte(wire(string(n)))).number() != 0, true
}

// Len returns the number of registered names.
func (v *Names) Len() int {
	if p := v.now.Load(); p != nil {
		return int(p.names.names.Load())
	}
	return 0
}

// FindZone returns the TLD zone that contains a name in lower-case wire form,
// and the offset of the zone's name in key; nil: there is none.
func (v *Names) Find(key []byte) (z *Zone, at int) {
	p := v.now.Load()
	if p == nil {
		return nil, 0
	}
	for at < len(key) {
		if z := p.zones[string(key[at:])]; z != nil {
			return z, at
		}
		at += 1 + int(key[at])
	}
	return nil, 0
}

// HostedRecords returns the records of a hosted zone, whose name is in wire
// form; nil: it has none.
func (v *Names) Records(key []byte) *Records {
	if p := v.now.Load(); p != nil {
		r, _ := p.records.get(key)
		return r
	}
	return nil
}
