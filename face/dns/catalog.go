package dns

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"sync"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A catalog is the zone that lists all zones, so that secondaries know what to
// copy without being configured for each (RFC 9432). Its serial begins as the
// newest of all zones' and grows by one with each zone that comes or goes. As
// every such change moves the zones' own serials at least as far, it is never
// older after a restart.
type catalog struct {
	mu     sync.Mutex
	zones  map[name.Name]bool // nil: not looked at yet
	serial uint32
}

// begin lists what there is. mu is held.
func (c *catalog) begin(names *view.Names) {
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

// follow returns what a step of a zone is in the catalog; false: nothing.
func (c *catalog) follow(names *view.Names, own name.Name, s view.Step) (view.Step, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begin(names)
	there := s.To != 0
	if c.zones[s.Zone] == there {
		return view.Step{}, false
	}
	step := view.Step{Zone: own, From: c.serial, To: max(c.serial+1, 1)}
	if there {
		c.zones[s.Zone] = true
		step.Added = []view.RR{member(own, s.Zone)}
	} else {
		delete(c.zones, s.Zone)
		step.Removed = []view.RR{member(own, s.Zone)}
	}
	c.serial = step.To
	return step, true
}

// copy returns the catalog as it is.
func (c *catalog) copy(names *view.Names, own name.Name) view.Copy {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begin(names)
	all := []view.RR{
		{Owner: string(own), Type: "NS", Data: "invalid."},
		{Owner: "version." + string(own), Type: "TXT", Data: `"2"`},
	}
	for zone := range c.zones {
		all = append(all, member(own, zone))
	}
	return view.Copy{Name: own, Serial: c.serial, SOA: catalogSOA(own, c.serial), All: slices.Values(all)}
}

func (c *catalog) soa(names *view.Names, own name.Name) view.RR {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begin(names)
	return catalogSOA(own, c.serial)
}

func catalogSOA(own name.Name, serial uint32) view.RR {
	return view.RR{Owner: string(own), Type: "SOA", Data: "invalid. invalid. " + strconv.FormatUint(uint64(serial), 10) + " 1800 900 1209600 300"}
}

// member is how a zone is listed: under a label that is always the same (RFC
// 9432 section 4.1).
func member(own, zone name.Name) view.RR {
	sum := sha256.Sum256([]byte(zone))
	return view.RR{Owner: hex.EncodeToString(sum[:16]) + ".zones." + string(own), Type: "PTR", Data: string(zone) + "."}
}

// answerCatalog answers questions about the catalog: it tells its SOA, which
// secondaries ask for, and nothing else.
func (x *Exchange) answerCatalog(a *dns.Msg, q dns.Question) bool {
	if n, err := name.Parse(q.Name); err != nil || n != x.Catalog || q.Qtype != dns.TypeSOA {
		return false
	}
	a.Authoritative = true
	a.Answer = append(a.Answer, RR(x.catalog.soa(x.Face.Names, x.Catalog), q.Name))
	return true
}
