package limit

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A Listener accepts connections within bounds: one over a bound is closed at once. The
// caller sets the deadlines of a connection. The fields must not change after the
// first Accept.
type Listener struct {
	net.Listener
	Slots    *Slots[netip.Prefix] // the bounds: in total and by network; several Listeners may share them. nil: none
	Networks Networks             // what one network is

	// MakeRoom, if set, is called when another connection arrives at the total bound. It
	// may close an accepted one and return true; on false the new one is closed.
	MakeRoom func() bool

	// OnAccept, if set, is called by Serve with each connection before the next one is
	// accepted, so that MakeRoom knows every connection that it may close.
	OnAccept func(*Conn)

	// OnError, if set, is called with every error of Accept that may pass, such as too
	// many open files. Accept is repeated after a pause.
	OnError func(error)
}

// acceptPause is the time between a failed accept and the next one.
const acceptPause = 10 * time.Millisecond

// Accept returns the next connection that is within the bounds, a *Conn. The error is
// that of a closed listener.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil, err
		case err != nil:
			if l.OnError != nil {
				l.OnError(err)
			}
			time.Sleep(acceptPause)
			continue
		}
		if l.Slots == nil {
			return &Conn{Conn: conn, release: func() {}}, nil
		}
		network := l.Networks.Of(AddrOf(conn.RemoteAddr()))
		if l.acquire(network) {
			return &Conn{Conn: conn, release: sync.OnceFunc(func() { l.Slots.Release(network) })}, nil
		}
		conn.Close()
	}
}

func (l *Listener) acquire(network netip.Prefix) bool {
	if l.Slots.Acquire(network) {
		return true
	}
	return l.MakeRoom != nil && l.Slots.full() && l.MakeRoom() && l.Slots.Acquire(network)
}

// Serve calls handle for each connection in a goroutine of its own, until ctx ends; then
// it closes l and waits for the calls. handle must close its connection, and should soon
// return when its context ends, which is when ctx ends or l is closed. The error is nil,
// or that of a listener that was closed before ctx ended.
func (l *Listener) Serve(ctx context.Context, handle func(context.Context, *Conn)) error {
	defer context.AfterFunc(ctx, func() { l.Close() })()
	var running sync.WaitGroup
	defer running.Wait()
	serving, stop := context.WithCancel(ctx)
	defer stop() // before the wait
	for {
		conn, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				conn.Close()
			}
			return nil
		case err != nil:
			return err
		}
		c := conn.(*Conn)
		if l.OnAccept != nil {
			l.OnAccept(c)
		}
		running.Go(func() { handle(serving, c) })
	}
}

// A Conn is a connection of a Listener. It counts towards the bounds until Release or
// Close.
type Conn struct {
	net.Conn
	release func()
}

// Release takes the connection out of the bounds without closing it, for a Listener
// that bounds the connections of one phase, such as TLS handshakes.
func (c *Conn) Release() { c.release() }

// Close closes the connection.
func (c *Conn) Close() error {
	defer c.release()
	return c.Conn.Close()
}

// CloseWrite closes the sending half of a connection that has one, such as a TCP one;
// else errors.ErrUnsupported.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}
