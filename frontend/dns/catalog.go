package dns

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"sync"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A catalog is the catalog zone, which tells secondaries which zones to transfer
// (RFC 9432). Its serial starts as the newest serial of all zones and grows by
// one with each zone added or removed. Every such change advances the zones' own
// serials at least as far, so after a restart it is never older than before.
type catalog struct {
	mu     sync.Mutex
	zones  map[name.Name]bool // nil: not loaded yet
	serial uint32
}

// load lists the zones at the first call. The caller holds mu.
func (c *catalog) load(names *zone.View) {
	if c.zones != nil {
		return
	}
	c.zones = map[name.Name]bool{}
	for zone, serial := range names.Zones() {
		c.zones[zone] = true
		if newer(serial, c.serial) {
			c.serial = serial
		}
	}
}

// update returns the change of the catalog that a change of a zone causes; false if
// there is none.
func (c *catalog) update(names *zone.View, own name.Name, s zone.Diff) (zone.Diff, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load(names)
	exists := s.To != 0
	if c.zones[s.Zone] == exists {
		return zone.Diff{}, false
	}
	step := zone.Diff{Zone: own, From: c.serial, To: max(c.serial+1, 1)}
	if exists {
		c.zones[s.Zone] = true
		step.Added = []zone.RR{member(own, s.Zone)}
	} else {
		delete(c.zones, s.Zone)
		step.Removed = []zone.RR{member(own, s.Zone)}
	}
	c.serial = step.To
	return step, true
}

// copy returns the current content of the catalog.
func (c *catalog) copy(names *zone.View, own name.Name) zone.Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load(names)
	all := []zone.RR{
		{Owner: string(own), Type: "NS", Data: "invalid."},
		{Owner: "version." + string(own), Type: "TXT", Data: `"2"`},
	}
	for zone := range c.zones {
		all = append(all, member(own, zone))
	}
	return zone.Snapshot{Name: own, Serial: c.serial, SOA: catalogSOA(own, c.serial), All: slices.Values(all)}
}

func (c *catalog) soa(names *zone.View, own name.Name) zone.RR {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.load(names)
	return catalogSOA(own, c.serial)
}

func catalogSOA(own name.Name, serial uint32) zone.RR {
	return zone.RR{Owner: string(own), Type: "SOA", Data: "invalid. invalid. " + strconv.FormatUint(uint64(serial), 10) + " 1800 900 1209600 300"}
}

// member returns the PTR record that lists a zone. Its label depends only on the
// zone's name (RFC 9432 section 4.1).
func member(own, zoneName name.Name) zone.RR {
	sum := sha256.Sum256([]byte(zoneName))
	return zone.RR{Owner: hex.EncodeToString(sum[:16]) + ".zones." + string(own), Type: "PTR", Data: string(zoneName) + "."}
}

// answerCatalog answers a query for the catalog's SOA, which secondaries poll. It
// returns false for all other queries. It is the Server's Fallback.
func (x *Maintenance) answerCatalog(a *dns.Msg, q dns.Question) bool {
	if n, err := name.ParseReference(q.Name); err != nil || n != x.Catalog || q.Qtype != dns.TypeSOA {
		return false
	}
	a.Authoritative = true
	a.Answer = append(a.Answer, RR(x.catalog.soa(x.Server.Names, x.Catalog), q.Name))
	return true
}
