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
)

const (
	batchSize   = 64   // datagrams that are read, and answered, in one system call
	datagram    = 8192 // that is read; more is cut off, and then is no message
	answerSpace = 2048
)

// serveUDP reads and answers on as many goroutines as there are processors.
func (f *Face) serveUDP(ctx context.Context, p net.PacketConn) error {
	defer context.AfterFunc(ctx, func() { p.SetReadDeadline(time.Unix(1, 0)) })()
	if u, ok := p.(*net.UDPConn); ok {
		u.SetReadBuffer(4 << 20) // as much as the system allows
		u.SetWriteBuffer(4 << 20)
	}
	var running, passing sync.WaitGroup
	defer passing.Wait()
	errs := make(chan error, runtime.GOMAXPROCS(0))
	for range cap(errs) {
		running.Go(func() { errs <- f.answerUDP(ctx, p, &passing) })
	}
	running.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// answerUDP is one of those goroutines. The calls that take many datagrams at
// once are the same for IPv4 and IPv6.
func (f *Face) answerUDP(ctx context.Context, p net.PacketConn, passing *sync.WaitGroup) error {
	conn := ipv4.NewPacketConn(p)
	in, out := make([]ipv4.Message, batchSize), make([]ipv4.Message, batchSize)
	space := make([][]byte, batchSize)
	for i := range in {
		in[i].Buffers = [][]byte{make([]byte, datagram)}
		out[i].Buffers = make([][]byte, 1)
		space[i] = make([]byte, 0, answerSpace)
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
			continue // such as an ICMP error for what was sent before
		}
		second, answers := f.Limit.now(), 0
		for i := range n {
			m := in[i].Buffers[0][:in[i].N]
			a, ok := f.quick(m, space[answers], &q)
			if !ok {
				a = f.slowUDP(ctx, p, passing, in[i].Addr, m, space[answers])
			}
			if a == nil {
				continue
			}
			switch f.Limit.count(addrOf(in[i].Addr), second) {
			case drop:
				f.dropped.Add(1)
				continue
			case slip:
				f.dropped.Add(1)
				a = short(a)
			}
			out[answers].Buffers[0], out[answers].Addr = a, in[i].Addr
			answers++
		}
		for sent := 0; sent < answers; {
			n, err := conn.WriteBatch(out[sent:answers], 0)
			if err != nil || n == 0 { // this one cannot be sent; the others can
				n++
			}
			sent += n
		}
	}
}

// slowUDP answers what is not quick; what Other answers comes later.
func (f *Face) slowUDP(ctx context.Context, p net.PacketConn, passing *sync.WaitGroup, to net.Addr, m, out []byte) []byte {
	answer, other := f.safely(m, false, out[:cap(out)])
	if other == nil {
		return answer
	}
	if f.Limit.count(addrOf(to), f.Limit.now()) != send { // a key is looked up in the store
		f.dropped.Add(1)
		return nil
	}
	select {
	case f.busy <- struct{}{}:
	default: // as if it had been lost on the way
		return nil
	}
	r := &Request{Msg: other, Wire: append([]byte(nil), m...), From: addrPortOf(to), Reply: func(wire []byte) error {
		_, err := p.WriteTo(wire, to)
		return err
	}}
	passing.Go(func() {
		defer func() { <-f.busy }()
		f.pass(ctx, r)
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

func addrOf(a net.Addr) netip.Addr {
	if u, ok := a.(*net.UDPAddr); ok {
		addr, _ := netip.AddrFromSlice(u.IP)
		return addr
	}
	return netip.Addr{}
}
