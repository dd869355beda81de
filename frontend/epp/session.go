package epp

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
)

// A session is one client connection.
type session struct {
	server      *Server
	conn        *tls.Conn
	address     string // IP address of the client
	fingerprint string // of the client certificate

	login        *login // services named at login; nil before it
	user         registry.User
	registrar    registry.RegistrarID // whose session count includes this one; "": none
	unregistered bool                 // the connection is no longer counted
	failedLogins int                  // number of failed logins
	checkedAt    time.Time            // when the user's right to log in was last checked
	expires      time.Time            // when the session is closed
	header       [eppxml.HeaderSize]byte

	mu             sync.Mutex
	awaitingHeader bool // no part of a next frame has arrived
	draining       bool // the server is shutting down
}

// Timeouts.
const (
	handshakeTimeout = 10 * time.Second
	closeTimeout     = 500 * time.Millisecond // for a client to close its side after the last response
	drainTimeout     = 100 * time.Millisecond // for frames that a client may have sent before shutdown
)

// maxLoggedInDocument is the maximum length in bytes of a document after login; before
// it is eppxml.DefaultMaxLength.
const maxLoggedInDocument = 1 << 20

// maxDocument returns the maximum length of the next document.
func (s *session) maxDocument() int {
	if s.login == nil {
		return eppxml.DefaultMaxLength
	}
	return maxLoggedInDocument
}

// now returns the system time, for connections. Commands use the Runner's clock.
func (s *Server) now() time.Time { return s.Runner.WallClock() }

// serve sends the greeting and answers frames, one at a time, until the session
// ends. Frames that a client pipelines wait in the connection's buffer.
func (s *session) serve(ctx context.Context) {
	if s.greet() != nil {
		return
	}
	for s.awaitHeader() {
		n, err := s.conn.Read(s.header[:])
		if err != nil {
			return
		}
		s.headerArrived()
		if _, err := io.ReadFull(s.conn, s.header[n:]); err != nil {
			return
		}
		length, err := eppxml.DocumentLength(s.header, s.maxDocument())
		if end := s.handleFrame(ctx, length, err); end {
			s.closeGracefully()
			return
		}
	}
}

// closeGracefully ends a session after its last response. Closing a connection
// with unread data resets it, which may lose the response, so that the server
// first waits up to closeTimeout for the client to close its side.
func (s *session) closeGracefully() {
	s.server.unregister(s)
	if s.conn.CloseWrite() != nil {
		return
	}
	conn := s.conn.NetConn()
	if half, ok := conn.(*limit.Conn); ok {
		half.CloseWrite()
	}
	conn.SetReadDeadline(s.server.now().Add(closeTimeout))
	io.Copy(io.Discard, conn)
}

// awaitHeader sets the read deadline for the next frame header; false when the
// connection is closed. At shutdown a client whose command was in progress may
// have sent another frame, which gets drainTimeout to arrive.
func (s *session) awaitHeader() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	deadline := s.server.now().Add(s.server.idleTimeout())
	if deadline.After(s.expires) {
		deadline = s.expires
	}
	if s.draining {
		deadline = s.server.now().Add(drainTimeout)
	}
	s.awaitingHeader = true
	return s.conn.SetReadDeadline(deadline) == nil
}

// headerArrived sets the read deadline for the rest of a frame.
func (s *session) headerArrived() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.awaitingHeader = false
	s.conn.SetReadDeadline(s.server.now().Add(s.server.frameTimeout()))
}

// drain makes the session end once no command is in progress.
func (s *session) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining = true; s.awaitingHeader {
		s.conn.SetReadDeadline(s.server.now().Add(drainTimeout))
	}
}

// isDraining reports whether the server is shutting down.
func (s *session) isDraining() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.draining
}

// handleFrame reads a document of length bytes and responds to it. invalid is the
// error of the frame header, after which the session ends, since the next frame
// cannot be found. It reports whether the session is over.
func (s *session) handleFrame(ctx context.Context, length int, invalid error) (end bool) {
	last := s.isDraining()
	d := getFrameBuffer(length)
	defer d.release()
	switch {
	case invalid != nil:
		s.rejectFrame(d, &eppxml.Error{Code: 2001, Reason: invalid.Error()})
		end = true
	default:
		if _, err := io.ReadFull(s.conn, d.in); err != nil {
			return true
		}
		end = s.respond(ctx, d, last)
	}
	s.conn.SetWriteDeadline(s.server.now().Add(s.server.frameTimeout()))
	return d.send(s.conn) != nil || end
}

// greet sends the greeting.
func (s *session) greet() error {
	d := getFrameBuffer(0)
	defer d.release()
	d.out.greeting(s.server, s.server.Runner.Now())
	s.conn.SetWriteDeadline(s.server.now().Add(s.server.frameTimeout()))
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
func (s *session) recheckUser(c *call) error {
	if s.server.now().Sub(s.checkedAt) < s.server.recheckInterval() {
		return nil
	}
	u, err := command.Ask(c.ctx, c.runner, c.actor, access.RecheckLogin{User: s.user.ID, Address: s.address, Fingerprint: s.fingerprint})
	if _, isFault := errors.AsType[*registry.Fault](err); isFault {
		return &eppxml.Error{Code: 2501, Reason: "the user may not come in any more", Node: c.commandNode}
	}
	if err != nil {
		return err
	}
	s.user, s.checkedAt = u, s.server.now()
	return nil
}

// log returns the logger with the attributes of the command.
func (s *session) log(c *call) *slog.Logger {
	return s.server.log().With("face", frontend, "request", c.actor.Request, "registrar", string(c.actor.Registrar))
}
