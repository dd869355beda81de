// Package whois tells the public about names, name servers and registrars, for
// people at a terminal: WHOIS on port 43 (RFC 3912), in the layout of ICANN's
// 2013 registrar agreement or in that of the TLD.
package whois

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/view"
)

// A Face answers WHOIS queries, one a connection.
type Face struct {
	Lookup      view.Lookup
	Limit       *view.Limit   // of queries; nil: none
	Connections int           // at once, at most; 0: 1000. One network has a quarter of them, or ten
	Patience    time.Duration // for a client to send its query, and again for it to read the answer; 0: 10 s
	Log         *slog.Logger

	// Seen is told of every query that was answered: its kind, what came of it
	// ("found", "none", "refused", "failed") and how long that took; nil: nobody is.
	Seen func(kind, result string, took time.Duration)
}

const (
	longest     = 512 // octets of a query with its end
	connections = 1000
	patience    = 10 * time.Second
	drain       = 64 << 10 // octets read and thrown away, so that the answer arrives
)

// Serve answers at l until ctx ends, and returns when the queries under way
// then are answered.
func (f *Face) Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { interrupt(l) })
	defer stop()
	most := f.Connections
	if most <= 0 {
		most = connections
	}
	places := make(chan struct{}, most)
	crowds := crowds{most: max(most/4, 10), of: map[netip.Prefix]int{}}
	var running sync.WaitGroup
	defer running.Wait()
	for {
		conn, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				conn.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // such as too many open files: it passes
			time.Sleep(10 * time.Millisecond)
			continue
		}
		from := networkOf(conn)
		if !crowds.enter(from) {
			conn.Close()
			continue
		}
		select {
		case places <- struct{}{}:
			running.Go(func() {
				defer func() { <-places; crowds.leave(from) }()
				f.serve(ctx, conn)
			})
		default:
			crowds.leave(from)
			conn.Close()
		}
	}
}

// crowds are how many connections each network has.
type crowds struct {
	most int
	mu   sync.Mutex
	of   map[netip.Prefix]int
}

func (c *crowds) enter(n netip.Prefix) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[n] >= c.most {
		return false
	}
	c.of[n]++
	return true
}

func (c *crowds) leave(n netip.Prefix) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of[n]--; c.of[n] <= 0 {
		delete(c.of, n)
	}
}

// networkOf returns the /24 or /56 that a client is in.
func networkOf(conn net.Conn) netip.Prefix {
	a, bits := addressOf(conn).Unmap().WithZone(""), 24
	if a.Is6() {
		bits = 56
	}
	network, _ := a.Prefix(bits)
	return network
}

// interrupt makes Accept return.
func interrupt(l net.Listener) {
	if d, ok := l.(interface{ SetDeadline(time.Time) error }); ok {
		d.SetDeadline(time.Unix(1, 0))
		return
	}
	l.Close()
}

func (f *Face) serve(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer func() {
		if wrong := recover(); wrong != nil && f.Log != nil {
			f.Log.Error("whois", "panic", wrong)
		}
	}()
	wait := f.Patience
	if wait <= 0 {
		wait = patience
	}
	stop := context.AfterFunc(ctx, func() { conn.SetReadDeadline(time.Unix(1, 0)) }) // who has not asked by now is not answered
	defer stop()
	conn.SetReadDeadline(time.Now().Add(wait))
	line, err := readLine(conn)
	if err != nil && !errors.Is(err, errTooLong) {
		return
	}
	if !stop() && ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wait)
	defer cancel()
	answer := f.answer(ctx, addressOf(conn), line, err)
	conn.SetWriteDeadline(time.Now().Add(wait))
	if _, err := conn.Write(answer); err != nil {
		return
	}
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		// To close with input unread would reset the connection, and the answer might be lost.
		conn.SetReadDeadline(time.Now().Add(time.Second))
		discard(conn, drain)
	}
}

func discard(conn net.Conn, most int) {
	var b [4096]byte
	for most > 0 {
		n, err := conn.Read(b[:])
		if most -= n; err != nil {
			return
		}
	}
}

var errTooLong = errors.New("the query is too long")

// readLine returns a query without its end, which is a line feed with or
// without a carriage return, or the end of what the client sends.
func readLine(conn net.Conn) (string, error) {
	var b [longest]byte
	for n := 0; ; {
		if n == len(b) {
			return "", errTooLong
		}
		got, err := conn.Read(b[n:])
		for i := n; i < n+got; i++ {
			if b[i] == '\n' {
				return string(b[:i]), nil
			}
		}
		if n += got; err != nil {
			if n > 0 && !timedOut(err) {
				return string(b[:n]), nil
			}
			return "", err
		}
	}
}

func timedOut(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

func addressOf(conn net.Conn) netip.Addr {
	a, _ := netip.ParseAddrPort(conn.RemoteAddr().String())
	return a.Addr()
}
