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

// A Server is one environment's end of EPP, at one address or more. What is
// zero has its usual value.
type Server struct {
	Runner *command.Runner
	Log    *slog.Logger // nil: nothing is logged

	Name      string        // svID of the greeting; "": "Cadastre"
	Hosts     []string      // names and addresses that the server's certificate is for, beside this machine's own
	Idle      time.Duration // how long a session may be silent; 0: 10 minutes
	Absolute  time.Duration // how long a session may last; 0: a day
	Sessions  int           // of one registrar at once; 0: 32
	Strangers int           // connections at once that have not shown a certificate; more are closed; 0: 2048
	Patience  time.Duration // for the rest of a frame, and for a client to take its answer; 0: 30 seconds
	LookAgain time.Duration // how soon a session learns that its registrar is suspended; 0: a minute
	Estonian  bool          // the namespaces of .ee's own schemas are understood too

	// Seen is told of every answered command: what it was ("domain:check"; ""
	// where no verb was found), its result code, and how long it took.
	Seen func(command string, code registry.Code, took time.Duration)

	once     sync.Once
	index    *index
	identity identity
	prefix   string // of svTRIDs: tells this process's from others'
	requests atomic.Uint64
	shaking  atomic.Int64 // connections that shake hands

	mu       sync.Mutex
	sessions map[*session]struct{}
	logged   map[registry.RegistrarID]int // sessions that are logged in
	shown    map[string]int               // connections by certificate
}

// Usual bounds.
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

// request returns a new svTRID.
func (s *Server) request() string {
	return s.prefix + strconv.FormatUint(s.requests.Add(1), 36)
}

// Serve answers at l until ctx ends. Then sessions end as soon as they have
// their answers, and Serve returns.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.once.Do(s.start)
	if s.Runner.Authority == nil {
		return errors.New("EPP needs the environment's CA")
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
		case err != nil: // such as too many open files: others may end
			s.log().Warn("accept", "error", err.Error())
			select {
			case <-time.After(50 * time.Millisecond):
			case <-ctx.Done():
			}
			continue
		}
		if s.shaking.Add(1) > s.strangers() { // silent ones must not use up the files that all faces share
			s.shaking.Add(-1)
			conn.Close()
			continue
		}
		running.Go(func() { s.welcome(ctx, &running, tls.Server(conn, config)) })
	}
}

// welcome shakes hands, and lets a goroutine with a small stack go on.
func (s *Server) welcome(ctx context.Context, running *sync.WaitGroup, conn *tls.Conn) {
	conn.SetDeadline(now().Add(handshakeTimeout))
	err := conn.HandshakeContext(ctx)
	s.shaking.Add(-1)
	if err != nil {
		s.log().Debug("handshake", "address", conn.RemoteAddr().String(), "error", err.Error())
		conn.Close()
		return
	}
	conn.SetDeadline(time.Time{})
	session := &session{
		server: s, conn: conn, address: addressOf(conn.RemoteAddr()), until: now().Add(s.absolute()),
		print: command.Print(conn.ConnectionState().PeerCertificates[0]),
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

// open counts a connection in. A certificate may have twice as many as its
// registrar may have sessions: some are about to log in.
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

func (s *Server) close(session *session) {
	s.forget(session)
	session.conn.Close()
}

// forget gives back what a session takes; once is enough.
func (s *Server) forget(session *session) {
	s.exit(session.registrar)
	session.registrar = ""
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.sessions[session]; !there {
		return
	}
	delete(s.sessions, session)
	if s.shown[session.print]--; s.shown[session.print] == 0 {
		delete(s.shown, session.print)
	}
}

// enter takes a place for a session of a registrar; it reports whether there
// was one.
func (s *Server) enter(r registry.RegistrarID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logged[r] >= s.bound() {
		return false
	}
	s.logged[r]++
	return true
}

// exit gives a place back.
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

func (s *Server) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for session := range s.sessions {
		session.drain()
	}
}

// addressOf returns the address without its port.
func addressOf(a net.Addr) string {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return fmt.Sprint(a)
	}
	return ap.Addr().Unmap().String()
}
