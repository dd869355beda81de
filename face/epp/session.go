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

// A session is one client connection.
type session struct {
	server  *Server
	conn    *tls.Conn
	address string // IP address of the client
	print   string // of the client certificate

	login     *login // services named at login; nil before it
	user      registry.User
	registrar registry.RegistrarID // whose session count includes this one; "": none
	failures  int                  // number of failed logins
	looked    time.Time            // when the user's right to log in was last checked
	until     time.Time            // when the session is closed
	header    [frameHead]byte

	mu       sync.Mutex
	waiting  bool // no part of a next frame has arrived
	draining bool // the server is shutting down
}

// Timeouts.
const (
	handshakeTimeout = 10 * time.Second
	lastMoment       = 500 * time.Millisecond // for a client to close its side after the last response
	lastFrame        = 100 * time.Millisecond // for frames that a client may have sent before shutdown
)

// now returns the system time, for connections. Commands use the Runner's clock.
func now() time.Time { return time.Now() }

// serve sends the greeting and answers frames, one at a time, until the session
// ends. Frames that a client pipelines wait in the connection's buffer.
func (s *session) serve(ctx context.Context) {
	if s.greet() != nil {
		return
	}
	for s.await() {
		n, err := s.conn.Read(s.header[:])
		if err != nil {
			return
		}
		s.arrived()
		if _, err := io.ReadFull(s.conn, s.header[n:]); err != nil {
			return
		}
		length, err := frameLength(s.header)
		if end := s.frame(ctx, length, err); end {
			s.part()
			return
		}
	}
}

// closeGracefully ends a session after its last response. Closing a connection
// with unread data resets it, which may lose the response, so that the server
// first waits up to closeTimeout for the client to close its side.
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

// awaitHeader sets the read deadline for the next frame header; false when the
// connection is closed. At shutdown a client whose command was in progress may
// have sent another frame, which gets drainTimeout to arrive.
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

// headerArrived sets the read deadline for the rest of a frame.
func (s *session) arrived() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = false
	s.conn.SetReadDeadline(now().Add(s.server.patience()))
}

// drain makes the session end once no command is in progress.
func (s *session) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining = true; s.waiting {
		s.conn.SetReadDeadline(now().Add(lastFrame))
	}
}

// isDraining reports whether the server is shutting down.
func (s *session) ending() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.draining
}

// handleFrame reads a document of length bytes and responds to it. invalid is the
// error of the frame header. It reports whether the session is over.
func (s *session) frame(ctx context.Context, length int, invalid error) (end bool) {
	last := s.ending()
	d := take(length)
	defer d.leave()
	switch {
	case invalid != nil:
		s.refuse(d, &problem{code: 2500, reason: invalid.Error()})
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

// greet sends the greeting.
func (s *session) greet() error {
	d := take(0)
	defer d.leave()
	d.out.greeting(s.server, s.server.Runner.Now())
	s.conn.SetWriteDeadline(now().Add(s.server.patience()))
	return d.send(s.conn)
}

// actor returns the actor of user u with the frontend, transaction IDs and address
// of request.
func (s *session) actor(u registry.User, request registry.Actor) registry.Actor {
	a := u.Actor()
	a.Frontend, a.Request, a.Client, a.Address = request.Frontend, request.Request, request.Client, request.Address
	return a
}

// recheckUser returns 2501 when the session's user may no longer log in. It reads
// the store once every RecheckInterval.
func (s *session) stays(c *call) error {
	if now().Sub(s.looked) < s.server.lookAgain() {
		return nil
	}
	u, err := command.Ask(c.ctx, c.runner, c.by, command.RecheckLogin{User: s.user.ID, Address: s.address, Fingerprint: s.print})
	if _, isFault := errors.AsType[*registry.Fault](err); isFault {
		return &problem{code: 2501, reason: "the user may not come in any more", node: c.op}
	}
	if err != nil {
		return err
	}
	s.user, s.looked = u, now()
	return nil
}

// log returns the logger with the attributes of the command.
func (s *session) log(c *call) *slog.Logger {
	return s.server.log().With("face", face, "request", c.by.Request, "registrar", string(c.by.Registrar))
}
