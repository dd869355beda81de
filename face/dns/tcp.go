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

// writeTime is how long a peer may take for one answer.
const writeTime = 20 * time.Second

// A tcpServer holds a bounded number of connections: who comes when it is full
// takes the place of who has been silent longest.
type tcpServer struct {
	face *Face
	idle time.Duration
	most int

	mu    sync.Mutex
	conns list.List // of *tcpConn, the longest silent first
}

type tcpConn struct {
	net.Conn
	place *list.Element
	busy  bool
}

func (f *Face) serveTCP(ctx context.Context, l net.Listener) error {
	s := &tcpServer{face: f, idle: f.Idle, most: f.Connections}
	if s.idle <= 0 {
		s.idle = 10 * time.Second
	}
	if s.most <= 0 {
		s.most = 1000
	}
	defer context.AfterFunc(ctx, func() {
		l.Close()
		s.hangUp()
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
		case err != nil: // such as too many files
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
			continue
		}
		c := s.enter(ctx, conn)
		running.Go(func() {
			defer s.leave(c)
			s.converse(ctx, c)
		})
	}
}

// enter keeps a connection, and closes another if there are too many.
func (s *tcpServer) enter(ctx context.Context, conn net.Conn) *tcpConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &tcpConn{Conn: conn}
	c.place = s.conns.PushBack(c)
	if s.conns.Len() > s.most {
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

func (s *tcpServer) leave(c *tcpConn) {
	c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns.Remove(c.place)
}

// speaks notes whether an answer to c is under way; false: it is to be closed.
func (s *tcpServer) speaks(ctx context.Context, c *tcpConn, busy bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.busy = busy
	s.conns.MoveToBack(c.place)
	return ctx.Err() == nil
}

// hangUp closes what only listens; what is being answered ends by itself.
func (s *tcpServer) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.conns.Front(); e != nil; e = e.Next() {
		if c := e.Value.(*tcpConn); !c.busy {
			c.Close()
		}
	}
}

func (s *tcpServer) converse(ctx context.Context, c *tcpConn) {
	var q question
	in, out := make([]byte, 0, 512), make([]byte, 0, 512)
	for s.speaks(ctx, c, false) {
		c.SetReadDeadline(time.Now().Add(s.idle))
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
		if !s.speaks(ctx, c, true) {
			return
		}
		answer, ok := s.face.quick(in, out, &q)
		var other *dns.Msg
		if !ok {
			answer, other = s.face.safely(in, true, nil)
		}
		switch {
		case other != nil:
			failed := false
			s.face.pass(ctx, &Request{Msg: other, Wire: in, TCP: true, From: addrPortOf(c.RemoteAddr()), Reply: func(wire []byte) error {
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
	c.SetWriteDeadline(time.Now().Add(writeTime))
	b := net.Buffers{binary.BigEndian.AppendUint16(nil, uint16(len(wire))), wire}
	if _, err := b.WriteTo(c.Conn); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// safely is reply, of which nothing that a message says can end the server.
func (f *Face) safely(m []byte, tcp bool, out []byte) (answer []byte, other *dns.Msg) {
	defer func() {
		if r := recover(); r != nil {
			f.warn("a question broke the answer", "panic", r, "stack", string(debug.Stack()))
			answer, other = f.refuse(m, dns.RcodeServerFailure), nil
		}
	}()
	return f.reply(m, tcp, out)
}

// pass has Other answer.
func (f *Face) pass(ctx context.Context, r *Request) {
	defer func() {
		if e := recover(); e != nil {
			f.warn("a request broke its answer", "panic", e, "stack", string(debug.Stack()))
			r.Reply(f.refuse(r.Wire, dns.RcodeServerFailure))
		}
	}()
	f.Other(ctx, r)
}
