package view

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
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
			key: wire(string(tld)), nodes: newGrid[Node](256), names: p.names, cuts: newCutList(), walk: &v.walk,
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

// Load reads the whole registry.
func (v *Names) Load(ctx context.Context, tx store.Tx) error {
	count := 0
	for _, tld := range v.TLDs {
		n, err := tx.Domains().Count(store.DomainQuery{TLD: tld})
		if err != nil {
			return err
		}
		count += n
	}
	p := v.newPicture(count)
	seq, err := tx.Last()
	if err != nil {
		return err
	}
	p.seq = seq
	for r, err := range tx.Registrars().All() {
		if err != nil {
			return err
		}
		p.setRegistrar(r.ID, r.Nameservers)
	}
	for h, err := range tx.Hosts().All() {
		if err != nil {
			return err
		}
		p.setHost(h.Name, h.Addrs)
	}
	records := map[name.Name][]registry.Record{}
	for r, err := range tx.Records().All() {
		if err != nil {
			return err
		}
		records[r.Zone] = append(records[r.Zone], r)
	}
	for zone, rs := range records {
		p.records.set(wire(string(zone)), newRecords(zone, rs))
	}
	if err := p.loadDomains(ctx, tx); err != nil {
		return err
	}
	for _, z := range p.list {
		touched, err := tx.Touched(z.Name)
		if err != nil {
			return err
		}
		z.serial.Store(serial(touched))
	}
	p.packer = v.Pack
	for _, z := range p.list {
		z.packAll(p)
		z.nodes.fresh = false
		if v.PackSOA != nil {
			z.Packed = v.PackSOA(z)
		}
	}
	p.records.fresh, p.journal = false, v.OnPublish != nil
	v.next, v.wait = p, nil
	return nil
}

// serial is a sequence as a serial, which is never 0.
func serial(seq uint64) uint32 { return max(uint32(seq), 1) }

// packAll makes the answers of all cuts.
func (z *Zone) packAll(p *picture) {
	for id := uint32(registered + 1); id < z.cuts.next; id++ {
		p.pack(z.cuts.get(id))
	}
}

// loadDomains reads documents, understands them and puts them into the picture,
// each on a goroutine of its own.
func (p *picture) loadDomains(ctx context.Context, tx store.Tx) error {
	const portion = 512
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	read, understood := make(chan []string, 4), make(chan []delegated, 4)
	go func() {
		defer close(understood)
		for docs := range read {
			part := make([]delegated, 0, len(docs))
			for _, doc := range docs {
				d, err := scanDomain(doc)
				if err != nil {
					stop(err)
					continue
				}
				part = append(part, delegated{d.Name, delegationOf(d)})
			}
			understood <- part
		}
	}()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for part := range understood {
			for _, d := range part {
				p.setName(d.name, &d.delegation)
			}
		}
	}()
	docs := make([]string, 0, portion)
	err := tx.Domains().Documents(func(doc string) error {
		if docs = append(docs, doc); len(docs) == portion {
			read <- docs
			docs = make([]string, 0, portion)
		}
		return context.Cause(ctx)
	})
	read <- docs
	close(read)
	<-done
	return cmp.Or(context.Cause(ctx), err)
}

// A delegated name is what the picture keeps of a domain.
type delegated struct {
	name name.Name
	delegation
}

// Apply takes a change into account; readers see it when it is published.
func (v *Names) Apply(c registry.Change) error {
	gone := len(c.After) == 0
	var do func(p *picture)
	switch c.Kind {
	case registry.KindDomain:
		n := name.Name(c.Key)
		if gone {
			do = func(p *picture) { p.setName(n, nil) }
			break
		}
		var d registry.Domain
		if err := json.Unmarshal(c.After, &d); err != nil {
			return fmt.Errorf("domain %s: %w", c.Key, err)
		}
		c := delegationOf(d)
		do = func(p *picture) { p.setName(n, &c) }
	case registry.KindHost:
		var h registry.Host
		if !gone {
			if err := json.Unmarshal(c.After, &h); err != nil {
				return fmt.Errorf("host %s: %w", c.Key, err)
			}
		}
		do = func(p *picture) { p.setHost(name.Name(c.Key), h.Addrs) }
	case registry.KindRecord:
		zone, number, _ := strings.Cut(c.Key, "/")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("record %s: %w", c.Key, err)
		}
		var r *registry.Record
		if !gone {
			if err := json.Unmarshal(c.After, &r); err != nil {
				return fmt.Errorf("record %s: %w", c.Key, err)
			}
		}
		do = func(p *picture) { p.setRecord(name.Name(zone), id, r) }
	case registry.KindRegistrar:
		var r registry.Registrar
		if !gone {
			if err := json.Unmarshal(c.After, &r); err != nil {
				return fmt.Errorf("registrar %s: %w", c.Key, err)
			}
		}
		do = func(p *picture) { p.setRegistrar(registry.RegistrarID(c.Key), r.Nameservers) }
	default:
		return nil
	}
	v.wait = append(v.wait, func(p *picture) { p.seq = c.Seq; do(p) })
	return nil
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

// setName shows a registered name; nil: it is gone, and its records with it.
func (p *picture) setName(n name.Name, c *delegation) {
	z := p.zones[wire(string(n.Parent()))]
	if z == nil {
		return
	}
	key := wire(string(n))
	p.touch(z)
	p.remember(n, key)
	old, id := p.names.get([]byte(key)).number(), uint32(0)
	if c != nil {
		id = registered
		if !c.empty() {
			id = p.use(z, *c)
		}
	} else if _, ok := p.records.get([]byte(key)); ok {
		p.records.remove(key)
	}
	p.names.set([]byte(key), id, serial(p.seq))
	p.step(z).cut(n, z.cut(old), z.cut(id))
	if old > registered {
		p.release(z, old)
	}
}

// cut returns the cut of a number, nil for what is none.
func (z *Zone) cut(id uint32) *Cut {
	if id <= registered {
		return nil
	}
	return z.cuts.get(id)
}

// setHost gives a host object its addresses; none: it is external, or gone.
func (p *picture) setHost(n name.Name, addrs []netip.Addr) {
	z := p.zoneOf(n)
	if z == nil || !z.in(n) {
		return
	}
	p.touch(z)
	addrs = slices.Clone(addrs)
	slices.SortFunc(addrs, netip.Addr.Compare)
	z.host(n).object = slices.Compact(addrs)
	p.refresh(z, n)
}

// setRegistrar shows a storefront's name servers: those in our zones are ours.
// Which zones had the former ones is not known after a restart, so it touches
// all.
func (p *picture) setRegistrar(id registry.RegistrarID, servers []name.Name) {
	for _, z := range p.list {
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
				p.pin(z, n, p.here, list.by)
			}
		}
	}
	p.storefronts[id] = servers
}

// setRecord shows a record of a hosted zone; nil: it is gone.
func (p *picture) setRecord(zone name.Name, id int64, r *registry.Record) {
	key := wire(string(zone))
	p.remember(zone, key)
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
	if e := p.names.get([]byte(key)); e.number() != 0 {
		p.names.set([]byte(key), e.value, serial(p.seq))
	}
}

// touch notes that a change is about a zone.
func (p *picture) touch(z *Zone) {
	z.touched = serial(p.seq)
	p.step(z)
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
