package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime"
	"sync"
	"time"

	"golang.org/x/net/ipv4"

	"github.com/cadastre-registry/cadastre/limit"
)

const (
	batchSize      = 64   // datagrams read, and answers sent, in one system call
	maxDatagram    = 8192 // octets read of one; a longer one is cut off and so malformed
	answerCapacity = 2048 // octets of an answer buffer
)

// serveUDP runs answerUDP on as many goroutines as there are processors.
func (s *Server) serveUDP(ctx context.Context, p net.PacketConn) error {
	defer context.AfterFunc(ctx, func() { p.SetReadDeadline(time.Unix(1, 0)) })()
	if u, ok := p.(*net.UDPConn); ok {
		u.SetReadBuffer(4 << 20) // capped by the operating system
		u.SetWriteBuffer(4 << 20)
	}
	var running, handling sync.WaitGroup
	defer handling.Wait()
	errs := make(chan error, runtime.GOMAXPROCS(0))
	for range cap(errs) {
		running.Go(func() { errs <- s.answerUDP(ctx, p, &handling) })
	}
	running.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// answerUDP reads and answers batches of datagrams until ctx ends. The batch calls of
// package ipv4 work for IPv6 sockets too.
func (s *Server) answerUDP(ctx context.Context, p net.PacketConn, handling *sync.WaitGroup) error {
	conn := ipv4.NewPacketConn(p)
	in, out := make([]ipv4.Message, batchSize), make([]ipv4.Message, batchSize)
	buffers := make([][]byte, batchSize)
	for i := range in {
		in[i].Buffers = [][]byte{make([]byte, maxDatagram)}
		out[i].Buffers = make([][]byte, 1)
		buffers[i] = make([]byte, 0, answerCapacity)
	}
	var q question
	for {
		n, err := conn.ReadBatch(in, 0)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
				return fmt.Errorf("read: %w", err)
			}
			continue // such as an ICMP error for an earlier answer
		}
		now, answers := s.WallClock(), 0
		for i := range n {
			a := s.answerDatagram(ctx, p, handling, in[i], buffers[answers], &q, now)
			if a == nil {
				continue
			}
			out[answers].Buffers[0], out[answers].Addr = a, in[i].Addr
			answers++
		}
		for sent := 0; sent < answers; {
			n, err := conn.WriteBatch(out[sent:answers], 0)
			if err != nil || n == 0 { // skip the one that cannot be sent
				n++
			}
			sent += n
		}
	}
}

// answerDatagram returns the answer to one datagram, within the rate limit, written into
// out if it has room; nil: none.
func (s *Server) answerDatagram(ctx context.Context, p net.PacketConn, handling *sync.WaitGroup, in ipv4.Message, out []byte, q *question, now time.Time) []byte {
	m, client := in.Buffers[0][:in.N], limit.AddrOf(in.Addr)
	options, valid := readOptions(m)
	q.reserved = s.optionsSize(options)
	a, ok := []byte(nil), false
	if valid {
		a, ok = s.fastPath(m, out, q)
	}
	if !ok {
		a = s.slowPath(ctx, p, handling, in.Addr, m, out, q.reserved)
	}
	action := send
	if a != nil && !s.knows(options, client, now) {
		action = s.Limit.count(client, now)
	}
	switch {
	case a == nil:
		return nil
	case action == send:
		return s.appendOptions(a, options, client, now)
	}
	s.limited.Add(1)
	if action == drop {
		return nil
	}
	return truncatedHeader(a)
}

// slowPath answers with the library. It returns nil for requests that go to Handler,
// whose answer is sent later.
func (s *Server) slowPath(ctx context.Context, p net.PacketConn, handling *sync.WaitGroup, to net.Addr, m, out []byte, reserved int) []byte {
	answer, other := s.replySafely(m, false, out[:cap(out)], reserved)
	if other == nil {
		return answer
	}
	if s.Limit.count(limit.AddrOf(to), s.WallClock()) != send { // before the key is looked up in the store
		s.limited.Add(1)
		return nil
	}
	select {
	case s.requestSlots <- struct{}{}:
	default: // dropped, as if lost on the network
		return nil
	}
	r := &Request{Msg: other, Wire: append([]byte(nil), m...), From: addrPortOf(to), Reply: func(wire []byte) error {
		_, err := p.WriteTo(wire, to)
		return err
	}}
	handling.Go(func() {
		defer func() { <-s.requestSlots }()
		s.handle(ctx, r)
	})
	return nil
}

func addrPortOf(a net.Addr) netip.AddrPort {
	switch a := a.(type) {
	case *net.UDPAddr:
		return a.AddrPort()
	case *net.TCPAddr:
		return a.AddrPort()
	}
	return netip.AddrPort{}
}
