package main

import (
	"context"
	"net"
	"slices"
)

// A way is a face that has addresses of its own, beside HTTP.
type way struct {
	name      string // what the configuration and demo.json call it
	addresses []string
	packets   bool // answers UDP there too

	// serve answers at one address until ctx ends, and returns when what was
	// under way then is finished. p is nil unless packets. Both are closed by
	// who opened them.
	serve func(ctx context.Context, l net.Listener, p net.PacketConn) error
}

// An endpoint is one address of a way.
type endpoint struct {
	listener net.Listener
	packets  net.PacketConn // nil: TCP only
}

func (e endpoint) close() {
	e.listener.Close()
	if e.packets != nil {
		e.packets.Close()
	}
}

// ported are the ways that an environment is configured to have: their names,
// addresses, and whether they answer UDP.
func (e environmentConfig) ported() []way {
	all := []way{
		{name: "forward", addresses: e.Forward},
		{name: "forward_tls", addresses: e.ForwardTLS},
		{name: "epp", addresses: e.EPP},
		{name: "whois", addresses: e.WHOIS},
		{name: "dns", addresses: e.DNS, packets: true},
	}
	return slices.DeleteFunc(all, func(w way) bool { return len(w.addresses) == 0 })
}
