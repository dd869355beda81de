package epp

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/authority"
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
	handshakes   atomic.Int64 // TLS handshakes in progress

	mu          sync.Mutex
	sessions    map[*session]struct{}
	loggedIn    map[registry.RegistrarID]int // number of logged-in sessions
	connections map[string]int               // number of connections, by certificate fingerprint
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

func (s *Server) idleTimeout() time.Duration   { return cmp.Or(s.IdleTimeout, defaultIdleTimeout) }
func (s *Server) maxSessionAge() time.Duration { return cmp.Or(s.MaxSessionAge, defaultMaxSessionAge) }
func (s *Server) frameTimeout() time.Duration  { return cmp.Or(s.FrameTimeout, defaultFrameTimeout) }
func (s *Server) recheckInterval() time.Duration {
	return cmp.Or(s.RecheckInterval, defaultRecheckInterval)
}
func (s *Server) maxSessions() int     { return cmp.Or(s.MaxSessions, defaultMaxSessions) }
func (s *Server) maxHandshakes() int64 { return int64(cmp.Or(s.MaxHandshakes, defaultMaxHandshakes)) }
func (s *Server) svID() string         { return cmp.Or(s.Name, "Cadastre") }

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}

func (s *Server) start() {
	s.services = newServices(s.EISExtension)
	s.trIDPrefix = strings.ToLower(rand.Text()[:12]) + "-"
	s.sessions, s.loggedIn, s.connections = map[*session]struct{}{}, map[registry.RegistrarID]int{}, map[string]int{}
}

// newSvTRID returns a new svTRID.
func (s *Server) newSvTRID() string {
	return s.trIDPrefix + strconv.FormatUint(s.requestCount.Add(1), 36)
}

// Serve accepts connections at l until ctx is done. Then it closes l, finishes
// the commands in progress, closes their sessions and returns nil. It returns an
// error when the Runner has no Authority or l was closed otherwise.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.once.Do(s.start)
	if s.Runner.Authority == nil {
		return errors.New("EPP needs the certificate authority of the environment")
	}
	config := s.tlsConfig()
	var running sync.WaitGroup
	defer running.Wait()
	defer context.AfterFunc(ctx, func() { l.Close(); s.drain() })()
	for {
		conn, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if conn != nil {
				conn.Close()
			}
			s.drain()
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // such as too many open files: retry, since connections may end
			s.log().Warn("EPP accept failed", "error", err.Error())
			select {
			case <-time.After(50 * time.Millisecond):
			case <-ctx.Done():
			}
			continue
		}
		if s.handshakes.Add(1) > s.maxHandshakes() { // clients that connect and stay silent must not exhaust the process's open files
			s.handshakes.Add(-1)
			conn.Close()
			continue
		}
		running.Go(func() { s.handshake(ctx, &running, tls.Server(conn, config)) })
	}
}

// handshake completes the TLS handshake and starts the session in a new
// goroutine, whose stack is smaller than that of a handshake.
func (s *Server) handshake(ctx context.Context, running *sync.WaitGroup, conn *tls.Conn) {
	conn.SetDeadline(now().Add(handshakeTimeout))
	err := conn.HandshakeContext(ctx)
	s.handshakes.Add(-1)
	if err != nil {
		s.log().Debug("EPP handshake failed", "address", conn.RemoteAddr().String(), "error", err.Error())
		conn.Close()
		return
	}
	conn.SetDeadline(time.Time{})
	session := &session{
		server: s, conn: conn, address: remoteIP(conn.RemoteAddr()), expires: now().Add(s.maxSessionAge()),
		fingerprint: authority.Fingerprint(conn.ConnectionState().PeerCertificates[0]),
	}
	if !s.register(ctx, session) {
		conn.Close()
		return
	}
	running.Go(func() {
		defer s.closeSession(session)
		session.serve(ctx)
	})
}

// register counts a connection and reports whether it is admitted: a certificate
// may have 2*MaxSessions connections, since some are about to log in.
func (s *Server) register(ctx context.Context, session *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil || s.connections[session.fingerprint] >= 2*s.maxSessions() {
		return false
	}
	s.connections[session.fingerprint]++
	s.sessions[session] = struct{}{}
	return true
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.sessions[session]; !ok {
		return
	}
	delete(s.sessions, session)
	if s.connections[session.fingerprint]--; s.connections[session.fingerprint] == 0 {
		delete(s.connections, session.fingerprint)
	}
}

// acquireSession counts a logged-in session of registrar r; false when r has
// MaxSessions already.
func (s *Server) acquireSession(r registry.RegistrarID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loggedIn[r] >= s.maxSessions() {
		return false
	}
	s.loggedIn[r]++
	return true
}

// releaseSession undoes acquireSession; no effect for "".
func (s *Server) releaseSession(r registry.RegistrarID) {
	if r == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loggedIn[r]--; s.loggedIn[r] == 0 {
		delete(s.loggedIn, r)
	}
}

// drain makes every session close once it is idle.
func (s *Server) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for session := range s.sessions {
		session.drain()
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
