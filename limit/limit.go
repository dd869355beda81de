// Package limit bounds what clients may use: requests in a time (Buckets by network,
// Windows by user), connections and sessions at the same time (Slots, Listener), and
// the cipher suites of TLS.
//
// All memory is bounded. Where an entry has to be forgotten to make room, it is one with
// little to remember, so that a client over its limit cannot have itself forgotten by
// sending a few requests from each of many other networks.
package limit

import (
	"net"
	"net/netip"
)

// Networks is how addresses are grouped: by the length of the network prefix that one
// client is supposed to control. The zero value is /24 for IPv4 and /56 for IPv6.
type Networks struct {
	IPv4 int // bits; 0: 24
	IPv6 int // bits; 0: 56
}

// Hosts groups IPv4 addresses one by one and IPv6 addresses by the /64 of one link.
var Hosts = Networks{IPv4: 32, IPv6: 64}

// Of returns the network of an address; the zero Prefix for the zero Addr. An
// IPv4-mapped address belongs to its IPv4 network.
func (n Networks) Of(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := n.IPv6
	switch {
	case a.Is4() && n.IPv4 == 0:
		bits = 24
	case a.Is4():
		bits = n.IPv4
	case bits == 0:
		bits = 56
	}
	p, _ := a.Prefix(bits) // the zero Prefix for the zero Addr
	return p
}

// AddrOf returns the IP address of a peer or listener; the zero Addr if it has none.
func AddrOf(a net.Addr) netip.Addr {
	switch a := a.(type) {
	case *net.TCPAddr:
		return a.AddrPort().Addr()
	case *net.UDPAddr:
		return a.AddrPort().Addr()
	case nil:
		return netip.Addr{}
	}
	ap, _ := netip.ParseAddrPort(a.String()) // the zero AddrPort for a pipe or a Unix socket
	return ap.Addr()
}
