package dns

import (
	"cmp"
	"container/list"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"runtime/debug"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/limit"
)

// writeTimeout bounds the writing of one answer.
const writeTimeout = 20 * time.Second

// A tcpServer serves a bounded number of connections. A new one beyond the bound
// replaces the connection that has been idle longest.
type tcpServer struct {
	server      *Server
	idleTimeout time.Duration

	mu    sync.Mutex
	conns list.List                // of *tcpConn, the longest idle first
	known map[*limit.Conn]*tcpConn // from its acceptance to the end of serveConn
}

// A tcpConn is one connection; busy while a request is being answered.
type tcpConn struct {
	*limit.Conn
	element *list.Element
	busy    bool
}

func (s *Server) serveTCP(ctx context.Context, l net.Listener) error {
	t := &tcpServer{server: s, idleTimeout: cmp.Or(max(s.IdleTimeout, 0), 10*time.Second), known: map[*limit.Conn]*tcpConn{}}
	defer context.AfterFunc(ctx, t.closeIdle)()
	slots := &limit.Slots[netip.Prefix]{Total: cmp.Or(max(s.MaxConnections, 0), 1000)}
	bounded := &limit.Listener{Listener: l, Slots: slots, MakeRoom: t.closeLongestIdle, OnAccept: t.add}
	if err := bounded.Serve(ctx, t.serveConn); err != nil {
		return fmt.Errorf("accept: %w", err)
	}
	return nil
}

// add registers a connection when it is accepted: one that waits for its goroutine can
// be closed too, so a flood of new connections cannot make the server look busy.
func (s *tcpServer) add(conn *limit.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &tcpConn{Conn: conn}
	c.element = s.conns.PushBack(c)
	s.known[conn] = c
}

// lookup returns a registered connection.
func (s *tcpServer) lookup(conn *limit.Conn) *tcpConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[conn]
}

func (s *tcpServer) remove(c *tcpConn) {
	c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns.Remove(c.element)
	delete(s.known, c.Conn)
}

// closeLongestIdle closes the connection that has been idle longest; false if all are
// busy.
func (s *tcpServer) closeLongestIdle() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.conns.Front(); e != nil; e = e.Next() {
		if c := e.Value.(*tcpConn); !c.busy {
			c.Close()
			s.conns.Remove(e)
			return true
		}
	}
	return false
}

// setBusy records whether a request of c is being answered. It returns false if c
// is to be closed.
func (s *tcpServer) setBusy(ctx context.Context, c *tcpConn, busy bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.busy = busy
	s.conns.MoveToBack(c.element)
	return ctx.Err() == nil
}

// closeIdle closes the idle connections; the busy ones end after their answer.
func (s *tcpServer) closeIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.conns.Front(); e != nil; e = e.Next() {
		if c := e.Value.(*tcpConn); !c.busy {
			c.Close()
		}
	}
}

// serveConn answers the requests of one connection.
func (s *tcpServer) serveConn(ctx context.Context, conn *limit.Conn) {
	c := s.lookup(conn)
	defer s.remove(c)
	var q question
	in, out := make([]byte, 0, 512), make([]byte, 0, 512)
	for s.setBusy(ctx, c, false) {
		c.SetReadDeadline(s.server.WallClock().Add(s.idleTimeout))
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		n := int(binary.BigEndian.Uint16(size[:]))
		if cap(in) < n {
			in = make([]byte, n)
		}
		in = in[:n]
		if _, err := io.ReadFull(c, in); err != nil {
			return
		}
		if !s.setBusy(ctx, c, true) {
			return
		}
		options, ok := readOptions(in)
		var answer []byte
		var other *dns.Msg
		if ok {
			answer, ok = s.server.fastPath(in, out, &q)
		}
		if !ok {
			answer, other = s.server.replySafely(in, true, nil, 0)
		}
		answer = s.server.appendOptions(answer, options, addrPortOf(c.RemoteAddr()).Addr(), s.server.WallClock())
		switch {
		case other != nil:
			failed := false
			s.server.handle(ctx, &Request{Msg: other, Wire: in, TCP: true, From: addrPortOf(c.RemoteAddr()), Reply: func(wire []byte) error {
				err := s.send(c, wire)
				failed = failed || err != nil
				return err
			}})
			if failed {
				return
			}
		case answer == nil || s.send(c, answer) != nil:
			return
		}
	}
}

// send sends one message, after its length.
func (s *tcpServer) send(c *tcpConn, wire []byte) error {
	c.SetWriteDeadline(s.server.WallClock().Add(writeTimeout))
	b := net.Buffers{binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire}
	if _, err := b.WriteTo(c.Conn.Conn); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// replySafely calls reply and turns a panic into SERVFAIL.
func (s *Server) replySafely(m []byte, tcp bool, out []byte, reserved int) (answer []byte, other *dns.Msg) {
	defer func() {
		if r := recover(); r != nil {
			s.warn("panic while answering a query", "panic", r, "stack", string(debug.Stack()))
			answer, other = s.errorReply(m, dns.RcodeServerFailure), nil
		}
	}()
	return s.reply(m, tcp, out, reserved)
}

// handle calls Handler and turns a panic into SERVFAIL.
func (s *Server) handle(ctx context.Context, r *Request) {
	defer func() {
		if e := recover(); e != nil {
			s.warn("panic while handling a request", "panic", e, "stack", string(debug.Stack()))
			r.Reply(s.errorReply(r.Wire, dns.RcodeServerFailure))
		}
	}()
	s.Handler(ctx, r)
}
