package zone

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/name"
)

// SOATimers are the timers of an SOA (RFC 1035 section 3.3.13) in seconds. Those of
// secondaries matter only when a NOTIFY is lost; Minimum is the TTL of negative
// responses (RFC 2308 section 4).
type SOATimers struct{ Refresh, Retry, Expire, Minimum uint32 }

// DefaultSOATimers are those of zones for which a View has no others.
var DefaultSOATimers = SOATimers{Refresh: 1800, Retry: 900, Expire: 1209600, Minimum: 300}

// timersOf returns the timers of a zone: its own, or those of all others.
func timersOf(all map[name.Name]SOATimers, zone name.Name) SOATimers {
	for _, n := range []name.Name{zone, ""} {
		if t, ok := all[n]; ok {
			return t
		}
	}
	return DefaultSOATimers
}

// SOA returns the zone's SOA record.
func (z *Zone) SOA() RR {
	return z.soa(z.Name, z.Nameservers[0].Host, z.Serial())
}

// soa returns the SOA of the zone, or of a hosted zone below it.
func (z *Zone) soa(zone, server name.Name, serial uint32) RR {
	t := timersOf(z.timers, zone)
	return RR{string(zone), "SOA", TTL, fmt.Sprintf("%s. %s. %d %d %d %d %d", server, z.RName, serial, t.Refresh, t.Retry, t.Expire, t.Minimum)}
}

// soa returns the SOA of a hosted zone with this delegation set.
func (c *DelegationSet) soa(zone name.Name, serial uint32) RR {
	return c.Zone.soa(zone, c.Nameservers()[0], serial)
}

// SOA returns the SOA of a hosted zone with this delegation set.
func (c *DelegationSet) SOA(zone name.Name, serial uint32) RR { return c.soa(zone, serial) }
