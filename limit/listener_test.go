package limit_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
)

// serve serves l until the test ends with connections that are greeted and then kept
// until the client closes them.
func serve(t *testing.T, configure func(*limit.Listener)) (dial func() net.Conn, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bounded := &limit.Listener{Listener: l}
	configure(bounded)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- bounded.Serve(ctx, func(_ context.Context, c *limit.Conn) {
			defer c.Close()
			defer context.AfterFunc(ctx, func() { c.Close() })()
			io.WriteString(c, "hello")
			io.Copy(io.Discard, c)
		})
	}()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		done <- nil
	}
	t.Cleanup(stop)
	return func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		c.SetDeadline(time.Now().Add(10 * time.Second))
		return c
	}, stop
}

// greeted reports whether the server accepted a connection.
func greeted(c net.Conn) bool {
	_, err := io.ReadFull(c, make([]byte, 5))
	return err == nil
}

func TestConnectionsOverABoundAreClosed(t *testing.T) {
	for name, slots := range map[string]*limit.Slots[netip.Prefix]{"total": {Total: 2}, "network": {PerKey: 2}} {
		dial, _ := serve(t, func(l *limit.Listener) { l.Slots = slots })
		first := dial()
		if !greeted(first) || !greeted(dial()) || greeted(dial()) {
			t.Errorf("%s: two, and not a third, are accepted", name)
		}
		first.Close()
		for !greeted(dial()) { // until the server has noticed
		}
	}
}

func TestMakeRoomClosesAnotherConnection(t *testing.T) {
	var old atomic.Pointer[limit.Conn]
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &limit.Listener{Listener: l, Slots: &limit.Slots[netip.Prefix]{Total: 1}, MakeRoom: func() bool {
		c := old.Swap(nil)
		return c != nil && c.Close() == nil
	}}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- b.Serve(ctx, func(_ context.Context, c *limit.Conn) { old.Store(c); io.WriteString(c, "hello") })
	}()
	for range 3 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil || !greeted(c) {
			t.Errorf("not accepted: %v", err)
		}
		defer c.Close()
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	old.Load().Close()
}

func TestServeEndsWithItsContextOrItsListener(t *testing.T) {
	dial, stop := serve(t, func(*limit.Listener) {})
	c := dial()
	if !greeted(c) {
		t.Error("not accepted")
	}
	stop()
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := (&limit.Listener{Listener: l}).Serve(t.Context(), nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed listener: %v", err)
	}
}

// failing is a listener whose first calls of Accept fail.
type failing struct {
	net.Listener
	failures int
}

func (f *failing) Accept() (net.Conn, error) {
	if f.failures > 0 {
		f.failures--
		return nil, syscall.EMFILE
	}
	return f.Listener.Accept()
}

func TestAcceptIsRepeatedAfterAnError(t *testing.T) {
	var errs atomic.Int32
	dial, _ := serve(t, func(l *limit.Listener) {
		l.Listener = &failing{l.Listener, 3}
		l.OnError = func(err error) { errs.Add(1) }
	})
	if !greeted(dial()) || errs.Load() != 3 {
		t.Errorf("%d errors", errs.Load())
	}
}

func TestAReleasedConnectionIsNotCounted(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	b := &limit.Listener{Listener: l, Slots: &limit.Slots[netip.Prefix]{Total: 1}}
	for range 2 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		accepted, err := b.Accept()
		if err != nil {
			t.Fatal(err)
		}
		accepted.(*limit.Conn).Release()
		if accepted.(*limit.Conn).CloseWrite() != nil || accepted.Close() != nil {
			t.Error("close")
		}
	}
}
