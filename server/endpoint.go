package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"syscall"
)

// A Listener is a way to reach an environment: its addresses, and whether it listens
// there on UDP too.
type Listener struct {
	Name      string // section in the configuration, and member of demo.json
	Addresses []string
	udp       bool
}

// Listeners returns the listeners of the environment that have addresses.
func (e EnvironmentConfig) Listeners() []Listener {
	all := []Listener{
		{Name: "http", Addresses: e.HTTP.Listen},
		{Name: "metrics", Addresses: e.Metrics.Listen},
		{Name: "forward", Addresses: e.Forward.Listen},
		{Name: "forward_tls", Addresses: e.Forward.ListenTLS},
		{Name: "epp", Addresses: e.EPP.Listen},
		{Name: "whois", Addresses: e.WHOIS.Listen},
		{Name: "dns", Addresses: e.DNS.Listen, udp: true},
	}
	return slices.DeleteFunc(all, func(l Listener) bool { return len(l.Addresses) == 0 })
}

// An endpoint is one open address of a listener.
type endpoint struct {
	environment string
	listener    Listener
	address     string // as configured
	tcp         *net.TCPListener
	udp         net.PacketConn // nil: TCP only
}

// A serveFunc serves one endpoint until ctx ends, and returns when the requests in
// progress are finished. p is nil for a listener without UDP.
type serveFunc func(ctx context.Context, l net.Listener, p net.PacketConn) error

// ErrInUse is the error of an address that another process listens on.
var ErrInUse = errors.New("the port is in use")

// openEndpoint opens one address of a listener. If the port is 0, TCP and UDP get the
// same port.
func openEndpoint(ctx context.Context, environment string, l Listener, address string) (endpoint, error) {
	e := endpoint{environment: environment, listener: l, address: address}
	tcp, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return e, wrapInUse(address, err)
	}
	e.tcp = tcp.(*net.TCPListener) // as net documents for "tcp"
	if !l.udp {
		return e, nil
	}
	if e.udp, err = new(net.ListenConfig).ListenPacket(ctx, "udp", tcp.Addr().String()); err != nil {
		tcp.Close()
	}
	return e, wrapInUse(address, err)
}

// wrapInUse wraps EADDRINUSE as ErrInUse.
func wrapInUse(address string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: %w", address, ErrInUse)
	}
	return err
}

func (e endpoint) String() string {
	return fmt.Sprintf("%s of %s at %s", e.listener.Name, e.environment, e.address)
}

func (e endpoint) close() {
	e.tcp.Close()
	if e.udp != nil {
		e.udp.Close()
	}
}

// A watchedListener reports that it was closed although it is still served. The
// frontends return this error too, but only after their connections have ended.
type watchedListener struct {
	*net.TCPListener
	closed func(error)
}

// Accept accepts a connection, and reports the error of a closed listener.
func (l watchedListener) Accept() (net.Conn, error) {
	c, err := l.TCPListener.Accept()
	if errors.Is(err, net.ErrClosed) {
		l.closed(err)
	}
	return c, err
}
