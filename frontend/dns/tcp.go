package dns

import (
	"container/list"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// writeTimeout bounds the writing of one answer.
const writeTimeout = 20 * time.Second

// A tcpServer serves a bounded number of connections. A new one beyond the bound
// replaces the connection that has been idle longest.
type tcpServer struct {
	server      *Server
	idleTimeout time.Duration
	maxConns    int

	mu    sync.Mutex
	conns list.List // of *tcpConn, the longest idle first
}

// A tcpConn is one connection; busy while a request is being answered.
type tcpConn struct {
	net.Conn
	element *list.Element
	busy    bool
}

func (s *Server) serveTCP(ctx context.Context, l net.Listener) error {
	t := &tcpServer{server: s, idleTimeout: s.IdleTimeout, maxConns: s.MaxConnections}
	if t.idleTimeout <= 0 {
		t.idleTimeout = 10 * time.Second
	}
	if t.maxConns <= 0 {
		t.maxConns = 1000
	}
	defer context.AfterFunc(ctx, func() {
		l.Close()
		t.closeIdle()
	})()
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
			return fmt.Errorf("accept: %w", err)
		case err != nil: // such as too many open files
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
			continue
		}
		c := t.add(ctx, conn)
		running.Go(func() {
			defer t.remove(c)
			t.serveConn(ctx, c)
		})
	}
}

// add registers a connection, and closes another if there are too many.
func (s *tcpServer) add(ctx context.Context, conn net.Conn) *tcpConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &tcpConn{Conn: conn}
	c.element = s.conns.PushBack(c)
	if s.conns.Len() > s.maxConns {
		for e := s.conns.Front(); e != nil; e = e.Next() {
			if old := e.Value.(*tcpConn); !old.busy || e.Next() == nil {
				old.Close()
				s.conns.Remove(e)
				break
			}
		}
	}
	if ctx.Err() != nil {
		conn.Close()
	}
	return c
}

func (s *tcpServer) remove(c *tcpConn) {
	c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns.Remove(c.element)
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
func (s *tcpServer) serveConn(ctx context.Context, c *tcpConn) {
	var q question
	in, out := make([]byte, 0, 512), make([]byte, 0, 512)
	for s.setBusy(ctx, c, false) {
		c.SetReadDeadline(time.Now().Add(s.idleTimeout))
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
		answer, ok := s.server.fastPath(in, out, &q)
		var other *dns.Msg
		if !ok {
			answer, other = s.server.replySafely(in, true, nil)
		}
		switch {
		case other != nil:
			failed := false
			s.server.handle(ctx, &Request{Msg: other, Wire: in, TCP: true, From: addrPortOf(c.RemoteAddr()), Reply: func(wire []byte) error {
				err := c.send(wire)
				failed = failed || err != nil
				return err
			}})
			if failed {
				return
			}
		case answer == nil || c.send(answer) != nil:
			return
		}
	}
}

func (c *tcpConn) send(wire []byte) error {
	c.SetWriteDeadline(time.Now().Add(writeTimeout))
	b := net.Buffers{binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire}
	if _, err := b.WriteTo(c.Conn); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// replySafely calls reply and turns a panic into SERVFAIL.
func (s *Server) replySafely(m []byte, tcp bool, out []byte) (answer []byte, other *dns.Msg) {
	defer func() {
		if r := recover(); r != nil {
			s.warn("panic while answering a query", "panic", r, "stack", string(debug.Stack()))
			answer, other = s.errorReply(m, dns.RcodeServerFailure), nil
		}
	}()
	return s.reply(m, tcp, out)
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
