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
	"github.com/cadastre-registry/cadastre/registry"
)

// A Server is the EPP server of one environment. It may serve several listeners.
// Fields must not change after the first Serve or Execute.
type Server struct {
	Runner *command.Runner
	Log    *slog.Logger // nil: nothing is logged

	Name      string        // svID of the greeting; "": "Cadastre"
	Hosts     []string      // further host names and IP addresses for the server certificate, which always has the loopback ones
	Idle      time.Duration // idle time after which a session is closed; 0: 10 minutes
	Absolute  time.Duration // age at which a session is closed; 0: 24 hours
	Sessions  int           // maximum number of logged-in sessions of one registrar; 0: 32
	Strangers int           // maximum number of TLS handshakes in progress; further connections are closed; 0: 2048
	Patience  time.Duration // time to receive the rest of a frame, and to send a response; 0: 30 seconds
	LookAgain time.Duration // how often a session's right to log in is checked again, such as for a suspended registrar; 0: a minute
	Estonian  bool          // accept the .ee registry's schema namespaces and its extension

	// Observe is called after every command with its name (such as
	// "domain:check"; "" when no verb was found), its result code and its
	// duration. nil: no calls.
	Seen func(command string, code registry.Code, took time.Duration)

	once     sync.Once
	index    *index
	identity identity
	prefix   string // of svTRIDs, unique to this process
	requests atomic.Uint64
	shaking  atomic.Int64 // TLS handshakes in progress

	mu       sync.Mutex
	sessions map[*session]struct{}
	logged   map[registry.RegistrarID]int // number of logged-in sessions
	shown    map[string]int               // number of connections, by certificate fingerprint
}

// Defaults of the Server's fields.
const (
	usualIdle     = 10 * time.Minute
	usualAbsolute = 24 * time.Hour
	usualSessions = 32
	usualStrange  = 2048
	usualPatience = 30 * time.Second
	usualLook     = time.Minute
)

func (s *Server) idle() time.Duration      { return cmp.Or(s.Idle, usualIdle) }
func (s *Server) absolute() time.Duration  { return cmp.Or(s.Absolute, usualAbsolute) }
func (s *Server) patience() time.Duration  { return cmp.Or(s.Patience, usualPatience) }
func (s *Server) lookAgain() time.Duration { return cmp.Or(s.LookAgain, usualLook) }
func (s *Server) bound() int               { return cmp.Or(s.Sessions, usualSessions) }
func (s *Server) strangers() int64         { return int64(cmp.Or(s.Strangers, usualStrange)) }
func (s *Server) name() string             { return cmp.Or(s.Name, "Cadastre") }

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}

func (s *Server) start() {
	s.index = newIndex(s.Estonian)
	s.prefix = strings.ToLower(rand.Text()[:12]) + "-"
	s.sessions, s.logged, s.shown = map[*session]struct{}{}, map[registry.RegistrarID]int{}, map[string]int{}
}

// newSvTRID returns a new svTRID.
func (s *Server) request() string {
	return s.prefix + strconv.FormatUint(s.requests.Add(1), 36)
}

// Serve accepts connections at l until ctx is done. Then it closes l, finishes
// the commands in progress, closes their sessions and returns nil. It returns an
// error when the Runner has no Authority or l was closed otherwise.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.once.Do(s.start)
	if s.Runner.Authority == nil {
		return errors.New("EPP needs the certificate authority of the environment")
	}
	config := s.tls()
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
		if s.shaking.Add(1) > s.strangers() { // clients that connect and stay silent must not exhaust the process's open files
			s.shaking.Add(-1)
			conn.Close()
			continue
		}
		running.Go(func() { s.welcome(ctx, &running, tls.Server(conn, config)) })
	}
}

// handshake completes the TLS handshake and starts the session in a new
// goroutine, whose stack is smaller than that of a handshake.
func (s *Server) welcome(ctx context.Context, running *sync.WaitGroup, conn *tls.Conn) {
	conn.SetDeadline(now().Add(handshakeTimeout))
	err := conn.HandshakeContext(ctx)
	s.shaking.Add(-1)
	if err != nil {
		s.log().Debug("EPP handshake failed", "address", conn.RemoteAddr().String(), "error", err.Error())
		conn.Close()
		return
	}
	conn.SetDeadline(time.Time{})
	session := &session{
		server: s, conn: conn, address: addressOf(conn.RemoteAddr()), until: now().Add(s.absolute()),
		print: command.Fingerprint(conn.ConnectionState().PeerCertificates[0]),
	}
	if !s.open(ctx, session) {
		conn.Close()
		return
	}
	running.Go(func() {
		defer s.close(session)
		session.serve(ctx)
	})
}

// register counts a connection and reports whether it is admitted: a certificate
// may have 2*MaxSessions connections, since some are about to log in.
func (s *Server) open(ctx context.Context, session *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil || s.shown[session.print] >= 2*s.bound() {
		return false
	}
	s.shown[session.print]++
	s.sessions[session] = struct{}{}
	return true
}

// closeSession unregisters a session and closes its connection.
func (s *Server) close(session *session) {
	s.forget(session)
	session.conn.Close()
}

// unregister releases the session's place and its connection count. Further calls
// have no effect.
func (s *Server) forget(session *session) {
	s.exit(session.registrar)
	session.registrar = ""
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.sessions[session]; !ok {
		return
	}
	delete(s.sessions, session)
	if s.shown[session.print]--; s.shown[session.print] == 0 {
		delete(s.shown, session.print)
	}
}

// acquireSession counts a logged-in session of registrar r; false when r has
// MaxSessions already.
func (s *Server) enter(r registry.RegistrarID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logged[r] >= s.bound() {
		return false
	}
	s.logged[r]++
	return true
}

// releaseSession undoes acquireSession; no effect for "".
func (s *Server) exit(r registry.RegistrarID) {
	if r == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logged[r]--; s.logged[r] == 0 {
		delete(s.logged, r)
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
func addressOf(a net.Addr) string {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return fmt.Sprint(a)
	}
	return ap.Addr().Unmap().String()
}
