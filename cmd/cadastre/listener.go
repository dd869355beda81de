package main

import (
	"context"
	"net"
	"slices"
)

// A listener is a frontend with addresses of its own, apart from the HTTP ones.
type way struct {
	name      string // key in the configuration and in demo.json
	addresses []string
	packets   bool // listens on UDP too

	// serve serves one address until ctx ends, and returns when the requests in
	// progress are finished. p is nil unless udp. The caller closes l and p.
	serve func(ctx context.Context, l net.Listener, p net.PacketConn) error
}

// A socket is one open address of a listener.
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

// listeners returns the configured listeners, without their serve functions.
func (e environmentConfig) ported() []way {
	all := []way{
		{name: "forward", addresses: e.Forward},
		{name: "forward_tls", addresses: e.ForwardTLS},
		{name: "epp", addresses: e.EPP},
		{name: "whois", addresses: e.WHOIS},
		{name: "dns", addresses: e.DNS, packets: true},
	}
	return slices.DeleteFunc(all, func(l way) bool { return len(l.addresses) == 0 })
}
