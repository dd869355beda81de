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

// Names is the picture of every registered name, and of what DNS says about
// them. Readers take no locks. It decides nothing: a name that it shows as free
// may be taken when it is bought.
type Names struct {
	TLDs    []name.Name
	Servers []Server     // name servers of the TLDs' zones; none: ns1.nic.<tld> at Here
	Here    []netip.Addr // where our own DNS answers; also for the storefronts' name servers that have no host object with addresses
	Forward []netip.Addr // where names with a Forward lead
	Contact string       // who is to be written to about the zones; "": hostmaster@nic.<tld>

	// Pack makes the answer that leads to a cut, ahead of questions; nil: none
	// is made.
	Pack func(*Cut) []byte
	// PackSOA makes the answer of a zone that there is nothing; nil: none is made.
	PackSOA func(*Zone) []byte
	// OnPublish is told what a batch did to a zone, once readers see it, by the
	// goroutine that follows the change log: it should not take long. Set
	// before Load.
	OnPublish func(Step)

	now  atomic.Pointer[picture]
	next *picture     // loaded, and not yet published
	walk sync.RWMutex // who walks a zone reads, who publishes writes
	wait []func(*picture)
}

// A picture is what Load makes.
type picture struct {
	names   *table
	zones   map[string]*Zone // by wire form
	list    []*Zone
	records *grid[*Records]

	// the writer's
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
	for _, z := range p.list { // a TLD below another is delegated by it, to ourselves
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

// zoneOf returns the zone that a name stands in, or nil. The apex stands in its
// own.
func (p *picture) zoneOf(n name.Name) *Zone {
	for ; n != ""; n = n.Parent() {
		if z := p.zones[wire(string(n))]; z != nil {
			return z
		}
	}
	return nil
}

// pin puts a name server of ours into a zone, or takes it out.
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

// Publish shows what was applied.
func (v *Names) Publish(uint64) {
	var told []Step
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
		told = p.end()
	}
	v.wait = nil
	v.walk.Unlock()
	if v.OnPublish != nil {
		for _, s := range told {
			v.OnPublish(s)
		}
	}
}

// Taken reports whether a name is registered, as far as the picture knows: not
// when nothing is loaded yet, or the name is below no TLD of ours.
func (v *Names) Taken(n name.Name) (taken, known bool) {
	p := v.now.Load()
	if p == nil || p.zones[wire(string(n.Parent()))] == nil {
		return false, false
	}
	return p.names.get([]byte(wire(string(n)))).number() != 0, true
}

// Len returns how many names are registered.
func (v *Names) Len() int {
	if p := v.now.Load(); p != nil {
		return int(p.names.names.Load())
	}
	return 0
}

// Find returns the zone that a name in lower-case wire form is in, and where
// the zone's name begins in it; nil: in none.
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

// Records returns the records of a hosted zone, whose name is in wire form; nil:
// it has none.
func (v *Names) Records(key []byte) *Records {
	if p := v.now.Load(); p != nil {
		r, _ := p.records.get(key)
		return r
	}
	return nil
}
