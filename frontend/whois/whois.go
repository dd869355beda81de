// Package whois serves the public data of domains, name servers and registrars over WHOIS
// (RFC 3912, port 43), in the layout of ICANN's 2013 Registrar Accreditation Agreement or
// in that of the TLD's own registry (.ee, .fr, .it).
//
// Begin with this file: Server accepts connections and reads one query of each. It reads
// through view/lookup, which decides what the public may see.
package whois

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// Server answers WHOIS queries, one per connection.
type Server struct {
	Lookup      lookup.Reader
	WallClock   func() time.Time // the real time, for deadlines, durations and Limit
	Limit       *limit.Buckets   // of queries by network; nil: unlimited
	Connections int              // maximum at the same time; 0: 1000. One network may have a quarter of them, but at least 10
	Timeout     time.Duration    // of reading the query, and again of writing the answer; 0: 10 s
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

// Serve accepts connections on l until ctx ends, and closes it. It returns nil when the
// queries that were read by then are answered, or the error of a closed listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	total := s.Connections
	if total <= 0 {
		total = defaultConnections
	}
	bounded := &limit.Listener{Listener: l, Slots: &limit.Slots[netip.Prefix]{Total: total, PerKey: max(total/4, 10)}}
	return bounded.Serve(ctx, s.serve)
}

func (s *Server) serve(ctx context.Context, conn *limit.Conn) {
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
	conn.SetReadDeadline(s.WallClock().Add(timeout))
	line, err := readLine(conn)
	if err != nil && !errors.Is(err, errTooLong) {
		return
	}
	if !stop() && ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	answer := s.respond(ctx, limit.AddrOf(conn.RemoteAddr()), line, err)
	conn.SetWriteDeadline(s.WallClock().Add(timeout))
	if _, err := conn.Write(answer); err != nil {
		return
	}
	if conn.CloseWrite() == nil {
		// Closing with unread input resets the connection, and the client might lose the answer.
		conn.SetReadDeadline(s.WallClock().Add(time.Second))
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
