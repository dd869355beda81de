package main

import (
	"context"
	"net"
	"slices"
)

// A listener is a frontend with addresses of its own, apart from the HTTP ones.
type listener struct {
	name      string // key in the configuration and in demo.json
	addresses []string
	udp       bool // listens on UDP too

	// serve serves one address until ctx ends, and returns when the requests in
	// progress are finished. p is nil unless udp. The caller closes l and p.
	serve func(ctx context.Context, l net.Listener, p net.PacketConn) error
}

// A socket is one open address of a listener.
type socket struct {
	listener net.Listener
	udp      net.PacketConn // nil: TCP only
}

func (e socket) close() {
	e.listener.Close()
	if e.udp != nil {
		e.udp.Close()
	}
}

// listeners returns the configured listeners, without their serve functions.
func (e environmentConfig) listeners() []listener {
	all := []listener{
		{name: "forward", addresses: e.Forward},
		{name: "forward_tls", addresses: e.ForwardTLS},
		{name: "epp", addresses: e.EPP},
		{name: "whois", addresses: e.WHOIS},
		{name: "dns", addresses: e.DNS, udp: true},
	}
	return slices.DeleteFunc(all, func(l listener) bool { return len(l.addresses) == 0 })
}
