// Package zone has the DNS zones in memory: all delegations and records, which follow the
// change log and are read without locks. It enforces no rules.
//
// Begin with view.go, whose View answers which zone, node and delegation set a name
// belongs to, then view_apply.go, which applies a batch of changes and publishes what
// differs. follow.go reads the change log; delegation_set.go has what a zone says of all
// names that are delegated alike. frontend/dns and frontend/forward read a View.
package zone

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
type View struct {
	TLDs           []name.Name
	Nameservers    []Nameserver // name servers of the TLDs' zones; none: ns1.nic.<tld> with DNSAddrs
	DNSAddrs       []netip.Addr // addresses of our own DNS server; also of storefronts' name servers without addresses in a host object
	ForwarderAddrs []netip.Addr // addresses of the URL forwarder
	Hostmaster     string       // e-mail address for the zones' SOA; "": hostmaster@nic.<tld>

	// SOATimers are the timers of zones by their names; "": of all others. Default:
	// DefaultSOATimers.
	SOATimers map[name.Name]SOATimers

	// PackReferral returns the prepared DNS response for a delegation set, which
	// is stored in DelegationSet.PackedReferral; nil: none.
	PackReferral func(*DelegationSet) []byte
	// PackNegative returns the prepared negative response of a zone, which is
	// stored in Zone.PackedNegative; nil: none.
	PackNegative func(*Zone) []byte
	// OnPublish is called for each zone that a batch changed, after readers see
	// it. It runs on the follower's goroutine and should return soon. Set it
	// before Load. Nil: none.
	OnPublish func(Diff)

	current   atomic.Pointer[state]
	next      *state         // loaded and not yet published
	publishMu sync.RWMutex   // read-locked while a zone is copied, locked by Publish
	pending   []func(*state) // changes applied and not yet published
}

// A state is the data of a View since the last Load.
type state struct {
	table    *nameTable
	zones    map[string]*Zone // by wire form
	zoneList []*Zone
	records  *shardedMap[*Records]

	// The fields below are used by the writer only.
	seed         maphash.Seed
	packReferral func(*DelegationSet) []byte
	dnsAddrs     []netip.Addr
	trackDiffs   bool
	diffs        map[*Zone]*diffBuilder
	hostedBefore map[name.Name]*hostedBefore
	storefronts  map[registry.RegistrarID][]name.Name
	seq          uint64 // of the change that is being applied
}

func (v *View) newState(names int) *state {
	p := &state{
		table: newNameTable(names), zones: map[string]*Zone{}, records: newShardedMap[*Records](1024),
		seed: maphash.MakeSeed(), dnsAddrs: v.DNSAddrs,
		diffs: map[*Zone]*diffBuilder{}, hostedBefore: map[name.Name]*hostedBefore{}, storefronts: map[registry.RegistrarID][]name.Name{},
	}
	for _, tld := range v.TLDs {
		z := &Zone{
			Name: tld, Nameservers: v.Nameservers, RName: mailbox(v.Hostmaster), ForwarderAddrs: v.ForwarderAddrs,
			timers: v.SOATimers, wireName: toWire(string(tld)), nodes: newShardedMap[Node](256), table: p.table, sets: newDelegationSets(),
			hosts: map[name.Name]*host{}, selfServed: map[name.Name]delegation{}, setIDByHash: map[uint64]uint32{},
		}
		if len(z.Nameservers) == 0 {
			z.Nameservers = []Nameserver{{Host: "ns1.nic." + tld, Addrs: v.DNSAddrs}}
		}
		if z.RName == "" {
			z.RName = "hostmaster.nic." + string(tld)
		}
		p.zones[z.wireName] = z
		p.zoneList = append(p.zoneList, z)
	}
	for _, z := range p.zoneList {
		for _, s := range z.Nameservers {
			if home := p.zoneOf(s.Host); home != nil {
				p.pin(home, s.Host, s.Addrs, 1)
			}
		}
	}
	for _, z := range p.zoneList { // a TLD below another one is delegated by it
		if up := p.zones[toWire(string(z.Name.Parent()))]; up != nil && up != z {
			var d delegation
			for _, s := range z.Nameservers {
				d.nameservers = append(d.nameservers, registry.Nameserver{Host: s.Host})
			}
			p.table.set([]byte(z.wireName), p.acquire(up, d), 1)
		}
	}
	return p
}

// mailbox returns an e-mail address as a name (RFC 1035 section 8): a domain outside of
// ASCII as A-labels.
func mailbox(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	if domain == "" {
		return local
	}
	if n, err := name.ParseReference(domain); err == nil {
		domain = string(n)
	}
	return strings.ReplaceAll(local, ".", `\.`) + "." + domain
}

// zoneOf returns the TLD zone that contains a name, or nil. An apex is contained
// in its own zone.
func (p *state) zoneOf(n name.Name) *Zone {
	for ; n != ""; n = n.Parent() {
		if z := p.zones[toWire(string(n))]; z != nil {
			return z
		}
	}
	return nil
}

// pin adds (by 1) or removes (by -1) a reason to have a name server of ours in
// zone z even without a delegation to it.
func (p *state) pin(z *Zone, n name.Name, addrs []netip.Addr, by int) {
	if !z.contains(n) {
		return
	}
	h := z.host(n)
	h.pinCount += by
	if h.ownAddrs = addrs; h.pinCount == 0 {
		h.ownAddrs = nil
	}
	p.refreshHost(z, n)
	p.refreshSelfServed(z, n)
}

// Publish makes the applied changes visible to readers.
func (v *View) Publish(uint64) {
	var diffs []Diff
	v.publishMu.Lock()
	p := v.current.Load()
	if v.next != nil {
		p, v.next = v.next, nil
		clear(p.diffs)
		clear(p.hostedBefore)
		v.current.Store(p)
	}
	if p != nil {
		for _, do := range v.pending {
			do(p)
		}
		diffs = p.finishBatch()
	}
	v.pending = nil
	v.publishMu.Unlock()
	if v.OnPublish != nil {
		for _, d := range diffs {
			v.OnPublish(d)
		}
	}
}

// IsRegistered reports whether a name is registered. Known is false before Load,
// and for a name below no TLD of ours.
func (v *View) IsRegistered(n name.Name) (registered, known bool) {
	p := v.current.Load()
	if p == nil || p.zones[toWire(string(n.Parent()))] == nil {
		return false, false
	}
	return p.table.get([]byte(toWire(string(n)))).loadID() != 0, true
}

// Len returns the number of registered names.
func (v *View) Len() int {
	if p := v.current.Load(); p != nil {
		return int(p.table.count.Load())
	}
	return 0
}

// FindZone returns the TLD zone that contains a name in lower-case wire form,
// and the offset of the zone's name in key; nil: there is none.
func (v *View) FindZone(key []byte) (z *Zone, at int) {
	p := v.current.Load()
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
func (v *View) HostedRecords(key []byte) *Records {
	if p := v.current.Load(); p != nil {
		r, _ := p.records.get(key)
		return r
	}
	return nil
}
