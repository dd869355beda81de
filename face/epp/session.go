package epp

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A session is one connection, from the greeting to the end.
type session struct {
	server  *Server
	conn    *tls.Conn
	address string // where it comes from
	print   string // of the client's certificate

	login     *login // nil: nobody has logged in
	user      registry.User
	registrar registry.RegistrarID // whose place it takes; "": nobody's
	failures  int                  // logins that failed
	looked    time.Time            // when the user was last looked at
	until     time.Time            // when the session is over, whatever happens
	header    [frameHead]byte

	mu       sync.Mutex
	waiting  bool // for a header
	draining bool // the server is about to end
}

// Bounds of time.
const (
	handshakeTimeout = 10 * time.Second
	lastMoment       = 500 * time.Millisecond
	lastFrame        = 100 * time.Millisecond // for what a client may have sent before it learns that the server ends
)

// now is the time outside, which connections live in; the registry's own is
// the Runner's.
func now() time.Time { return time.Now() }

// serve answers one frame after the other until one side has enough. Commands
// that a client sends before it has its answers wait in the connection.
func (s *session) serve(ctx context.Context) {
	if s.greet() != nil {
		return
	}
	for s.await() {
		some, err := s.conn.Read(s.header[:])
		if err != nil {
			return
		}
		s.arrived()
		if _, err := io.ReadFull(s.conn, s.header[some:]); err != nil {
			return
		}
		n, err := frameLength(s.header)
		if end := s.frame(ctx, n, err); end {
			s.part()
			return
		}
	}
}

// part ends a session that has had its last answer. A connection that is
// closed while something of the client's is unread is reset, and the answer
// may be lost with it: so the client is given a moment to close its side.
func (s *session) part() {
	s.server.forget(s)
	if s.conn.CloseWrite() != nil {
		return
	}
	conn := s.conn.NetConn()
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(now().Add(lastMoment))
	io.Copy(io.Discard, conn)
}

// await gets ready to wait for a header. A client that has a command under way
// when the server ends may have sent another; one that waits has not.
func (s *session) await() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	deadline := now().Add(s.server.idle())
	if deadline.After(s.until) {
		deadline = s.until
	}
	if s.draining {
		deadline = now().Add(lastFrame)
	}
	s.waiting = true
	return s.conn.SetReadDeadline(deadline) == nil
}

func (s *session) arrived() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = false
	s.conn.SetReadDeadline(now().Add(s.server.patience()))
}

// drain ends the session as soon as nothing is under way.
func (s *session) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining = true; s.waiting {
		s.conn.SetReadDeadline(now().Add(lastFrame))
	}
}

func (s *session) ending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.draining
}

// frame reads the document of a frame and answers it; it reports whether the
// session is over.
func (s *session) frame(ctx context.Context, length int, broken error) (end bool) {
	last := s.ending()
	d := take(length)
	defer d.leave()
	switch {
	case broken != nil:
		s.refuse(d, &problem{code: 2500, reason: broken.Error()})
		end = true
	default:
		if _, err := io.ReadFull(s.conn, d.in); err != nil {
			return true
		}
		end = s.answer(ctx, d, last)
	}
	s.conn.SetWriteDeadline(now().Add(s.server.patience()))
	return d.send(s.conn) != nil || end
}

func (s *session) greet() error {
	d := take(0)
	defer d.leave()
	d.out.greeting(s.server, s.server.Runner.Now())
	s.conn.SetWriteDeadline(now().Add(s.server.patience()))
	return d.send(s.conn)
}

// actor is who acts when u is logged in, in the request that by names.
func (s *session) actor(u registry.User, by registry.Actor) registry.Actor {
	a := u.Acting()
	a.Face, a.Request, a.Client, a.Address = by.Face, by.Request, by.Client, by.Address
	return a
}

// stays returns nil while the session's user may come in. It looks once in a
// while.
func (s *session) stays(c *call) error {
	if now().Sub(s.looked) < s.server.lookAgain() {
		return nil
	}
	u, err := command.Ask(c.ctx, c.runner, c.by, command.Admitted{User: s.user.ID, Address: s.address, Print: s.print})
	if _, no := errors.AsType[*registry.Fault](err); no {
		return &problem{code: 2501, reason: "the user may not come in any more", node: c.op}
	}
	if err != nil {
		return err
	}
	s.user, s.looked = u, now()
	return nil
}

func (s *session) log(c *call) *slog.Logger {
	return s.server.log().With("face", face, "request", c.by.Request, "registrar", string(c.by.Registrar))
}
