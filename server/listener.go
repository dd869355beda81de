package server

import (
	"context"
	"net"
	"slices"
)

// A listener is a frontend with addresses of its own, apart from the HTTP ones.
type listener struct {
	Name      string // key in the configuration and in demo.json
	Addresses []string
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

// Listeners returns the configured listeners, without their serve functions.
func (e EnvironmentConfig) Listeners() []listener {
	all := []listener{
		{Name: "forward", Addresses: e.Forward},
		{Name: "forward_tls", Addresses: e.ForwardTLS},
		{Name: "epp", Addresses: e.EPP},
		{Name: "whois", Addresses: e.WHOIS},
		{Name: "dns", Addresses: e.DNS, udp: true},
	}
	return slices.DeleteFunc(all, func(l listener) bool { return len(l.Addresses) == 0 })
}
