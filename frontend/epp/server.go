package epp

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Server is the EPP server of one environment. It may serve several listeners.
// Fields must not change after the first Serve or Execute.
type Server struct {
	Runner *command.Runner
	Log    *slog.Logger // nil: nothing is logged

	Name            string        // svID of the greeting; "": "Cadastre"
	Hosts           []string      // further host names and IP addresses for the server certificate, which always has the loopback ones
	IdleTimeout     time.Duration // idle time after which a session is closed; 0: 10 minutes
	MaxSessionAge   time.Duration // age at which a session is closed; 0: 24 hours
	MaxSessions     int           // maximum number of logged-in sessions of one registrar; 0: 32
	MaxHandshakes   int           // maximum number of TLS handshakes in progress; further connections are closed; 0: 2048
	FrameTimeout    time.Duration // time to receive the rest of a frame, and to send a response; 0: 30 seconds
	RecheckInterval time.Duration // how often a session's right to log in is checked again, such as for a suspended registrar; 0: a minute
	EISExtension    bool          // accept the .ee registry's schema namespaces and its extension

	// Observe is called after every command with its name (such as
	// "domain:check"; "" when no verb was found), its result code and its
	// duration. nil: no calls.
	Observe func(command string, code registry.Code, took time.Duration)

	once         sync.Once
	services     *services
	serverCert   serverCertificate
	trIDPrefix   string // of svTRIDs, unique to this process
	requestCount atomic.Uint64
	handshakes   limit.Slots[netip.Prefix] // TLS handshakes in progress
	loggedIn     limit.Slots[registry.RegistrarID]
	connections  limit.Slots[string] // by certificate fingerprint
}

// Defaults of the Server's fields.
const (
	defaultIdleTimeout     = 10 * time.Minute
	defaultMaxSessionAge   = 24 * time.Hour
	defaultMaxSessions     = 32
	defaultMaxHandshakes   = 2048
	defaultFrameTimeout    = 30 * time.Second
	defaultRecheckInterval = time.Minute
)

func (s *Server) idleTimeout() time.Duration { return cmp.Or(s.IdleTimeout, defaultIdleTimeout) }

func (s *Server) maxSessionAge() time.Duration { return cmp.Or(s.MaxSessionAge, defaultMaxSessionAge) }

func (s *Server) frameTimeout() time.Duration { return cmp.Or(s.FrameTimeout, defaultFrameTimeout) }

func (s *Server) recheckInterval() time.Duration {
	return cmp.Or(s.RecheckInterval, defaultRecheckInterval)
}
func (s *Server) maxSessions() int { return cmp.Or(s.MaxSessions, defaultMaxSessions) }
func (s *Server) svID() string     { return cmp.Or(s.Name, "Cadastre") }

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}

func (s *Server) start() {
	s.services = newServices(s, extensions())
	s.trIDPrefix = strconv.FormatUint(rand.Uint64(), 36) + "-"
	s.handshakes.Total = cmp.Or(s.MaxHandshakes, defaultMaxHandshakes)
	s.loggedIn.PerKey = s.maxSessions()
	s.connections.PerKey = 2 * s.maxSessions() // since some are about to log in
}

// newSvTRID returns a new svTRID.
func (s *Server) newSvTRID() string {
	return s.trIDPrefix + strconv.FormatUint(s.requestCount.Add(1), 36)
}

// Serve accepts connections at l until ctx is done or l is closed. Then it closes l,
// finishes the commands in progress and closes the sessions of l. The error is nil, or
// that of a Runner without an Authority or of a listener that was closed otherwise.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.once.Do(s.start)
	if s.Runner.Authority == nil {
		return errors.New("EPP needs the certificate authority of the environment")
	}
	config := s.tlsConfig()
	var sessions sync.WaitGroup
	defer sessions.Wait()
	bounded := &limit.Listener{Listener: l, Slots: &s.handshakes, OnError: func(err error) {
		s.log().Warn("EPP accept failed", "error", err.Error())
	}}
	return bounded.Serve(ctx, func(ctx context.Context, conn *limit.Conn) { s.handshake(ctx, &sessions, conn, config) })
}

// handshake completes the TLS handshake and starts the session in a new
// goroutine, whose stack is smaller than that of a handshake. Clients that connect and
// stay silent must not exhaust the process's open files, so that accepted is bounded
// until then.
func (s *Server) handshake(ctx context.Context, sessions *sync.WaitGroup, accepted *limit.Conn, config *tls.Config) {
	conn := tls.Server(accepted, config)
	conn.SetDeadline(s.now().Add(handshakeTimeout))
	err := conn.HandshakeContext(ctx)
	accepted.Release()
	if err != nil {
		s.log().Debug("EPP handshake failed", "address", conn.RemoteAddr().String(), "error", err.Error())
		conn.Close()
		return
	}
	conn.SetDeadline(time.Time{})
	session := &session{
		server: s, conn: conn, address: remoteIP(conn.RemoteAddr()), expires: s.now().Add(s.maxSessionAge()),
		fingerprint: authority.Fingerprint(conn.ConnectionState().PeerCertificates[0]),
	}
	if ctx.Err() != nil || !s.connections.Acquire(session.fingerprint) {
		conn.Close()
		return
	}
	sessions.Go(func() {
		defer s.closeSession(session)
		defer context.AfterFunc(ctx, session.drain)()
		session.serve(ctx)
	})
}

// closeSession unregisters a session and closes its connection.
func (s *Server) closeSession(session *session) {
	s.unregister(session)
	session.conn.Close()
}

// unregister releases the session's place and its connection count. Further calls
// have no effect.
func (s *Server) unregister(session *session) {
	s.releaseSession(session.registrar)
	session.registrar = ""
	if !session.unregistered {
		session.unregistered = true
		s.connections.Release(session.fingerprint)
	}
}

// releaseSession ends the counting of a logged-in session of registrar r; no effect for
// "".
func (s *Server) releaseSession(r registry.RegistrarID) {
	if r != "" {
		s.loggedIn.Release(r)
	}
}

// remoteIP returns the IP address of a, without the port.
func remoteIP(a net.Addr) string {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return fmt.Sprint(a)
	}
	return ap.Addr().Unmap().String()
}
