// Package whois serves the public data of domains, name servers and registrars
// over WHOIS (RFC 3912, port 43), in the layout of ICANN's 2013 Registrar
// Accreditation Agreement or in that of the TLD.
package whois

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/view/lookup"
)

// Server answers WHOIS queries, one per connection.
type Server struct {
	Lookup      lookup.Reader
	Limit       *lookup.RateLimiter // of queries by network; nil: unlimited
	Connections int                 // maximum at the same time; 0: 1000. One network may have a quarter of them, but at least 10
	Timeout     time.Duration       // of reading the query, and again of writing the answer; 0: 10 s
	Log         *slog.Logger

	// OnResponse is called after every query with its kind, its result ("found",
	// "none", "refused" or "failed") and its duration; may be nil.
	OnResponse func(kind, result string, took time.Duration)
}

const (
	maxQueryLen        = 512 // octets of a query, including its line end
	defaultConnections = 1000
	defaultTimeout     = 10 * time.Second
	maxDrain           = 64 << 10 // octets of further input that are discarded before closing
)

// Serve accepts connections on l until ctx ends. It returns nil when the queries
// that were read by then are answered, or the error of a closed listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { interrupt(l) })
	defer stop()
	limit := s.Connections
	if limit <= 0 {
		limit = defaultConnections
	}
	slots := make(chan struct{}, limit)
	perNetwork := networkConns{max: max(limit/4, 10), count: map[netip.Prefix]int{}}
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
		case err != nil: // such as too many open files, which is temporary
			time.Sleep(10 * time.Millisecond)
			continue
		}
		from := networkOf(conn)
		if !perNetwork.acquire(from) {
			conn.Close()
			continue
		}
		select {
		case slots <- struct{}{}:
			running.Go(func() {
				defer func() { <-slots; perNetwork.release(from) }()
				s.serve(ctx, conn)
			})
		default:
			perNetwork.release(from)
			conn.Close()
		}
	}
}

// networkConns counts the open connections of each network, up to max.
type networkConns struct {
	max   int
	mu    sync.Mutex
	count map[netip.Prefix]int
}

func (c *networkConns) acquire(n netip.Prefix) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count[n] >= c.max {
		return false
	}
	c.count[n]++
	return true
}

func (c *networkConns) release(n netip.Prefix) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.count[n]--; c.count[n] <= 0 {
		delete(c.count, n)
	}
}

// networkOf returns the /24 (IPv4) or /56 (IPv6) network of a client.
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

func (s *Server) serve(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer func() {
		if r := recover(); r != nil && s.Log != nil {
			s.Log.Error("whois", "panic", r)
		}
	}()
	timeout := s.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	stop := context.AfterFunc(ctx, func() { conn.SetReadDeadline(time.Unix(1, 0)) }) // a query that is not read by now is not answered
	defer stop()
	conn.SetReadDeadline(time.Now().Add(timeout))
	line, err := readLine(conn)
	if err != nil && !errors.Is(err, errTooLong) {
		return
	}
	if !stop() && ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	answer := s.respond(ctx, addressOf(conn), line, err)
	conn.SetWriteDeadline(time.Now().Add(timeout))
	if _, err := conn.Write(answer); err != nil {
		return
	}
	if half, ok := conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		// Closing with unread input resets the connection, and the client might lose the answer.
		conn.SetReadDeadline(time.Now().Add(time.Second))
		discard(conn, maxDrain)
	}
}

func discard(conn net.Conn, limit int) {
	var b [4096]byte
	for limit > 0 {
		n, err := conn.Read(b[:])
		if limit -= n; err != nil {
			return
		}
	}
}

var errTooLong = errors.New("the query is too long")

// readLine returns a query without its line feed. The end of the input also ends a
// query. errTooLong if it is longer than maxQueryLen.
func readLine(conn net.Conn) (string, error) {
	var b [maxQueryLen]byte
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
