// Package dns answers for the zones of the registry's TLDs and for the zones
// that storefronts host (RFC 1034, 1035, 2181, 2308, 4592, 6891). It serves
// resolvers, from the public picture alone: no query reaches the store.
//
// A question whose answer only leads on, or says that there is nothing, is
// answered from what was packed ahead; all others go through the library.
package dns

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/view"
)

// A Face is a DNS server. Names must have Pack and PackSOA, of this package.
type Face struct {
	Names *view.Names
	Log   *slog.Logger // nil: none

	// Other answers what is no plain question: NOTIFY and UPDATE, AXFR and IXFR,
	// and whatever is signed with TSIG. It replies by itself; nil: it is refused.
	Other func(context.Context, *Request)

	// Elsewhere answers questions about what is in no zone of ours; false, or
	// nil: it is refused.
	Elsewhere func(a *dns.Msg, q dns.Question) bool

	Limit Limit // of answers over UDP

	Connections int           // TCP, at once; 0: 1000. The one that has been idle longest makes room
	Idle        time.Duration // that a TCP connection may be idle; 0: 10 s

	counts  [rcodes]atomic.Uint64
	dropped atomic.Uint64
	busy    chan struct{} // room for what Other does for UDP
	begin   sync.Once
}

// A Request is a message that Other answers.
type Request struct {
	Msg  *dns.Msg
	Wire []byte // as it came
	TCP  bool
	From netip.AddrPort
	// Reply sends one message; over TCP it may be called again and again.
	Reply func(wire []byte) error
}

// rcodes bounds the response codes that are counted by themselves.
const rcodes = 24

// Answers calls f with each response code and how often it was sent, and how
// many answers were held back by the limit.
func (f *Face) Answers(each func(rcode int, n uint64)) (heldBack uint64) {
	for rcode := range f.counts {
		each(rcode, f.counts[rcode].Load())
	}
	return f.dropped.Load()
}

func (f *Face) count(rcode int) { f.counts[min(rcode, rcodes-1)].Add(1) }

// Serve answers at one address, UDP and TCP, until ctx ends, and returns when
// what was under way is finished. It closes neither, but leaves both unusable.
func (f *Face) Serve(ctx context.Context, l net.Listener, p net.PacketConn) error {
	f.begin.Do(func() {
		f.busy = make(chan struct{}, 256)
		f.Limit.begin()
	})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make(chan error, 2)
	var running sync.WaitGroup
	run := func(serve func() error) {
		running.Go(func() {
			if err := serve(); err != nil {
				errs <- err
				stop()
			}
		})
	}
	if p != nil {
		run(func() error { return f.serveUDP(ctx, p) })
	}
	if l != nil {
		run(func() error { return f.serveTCP(ctx, l) })
	}
	running.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

func (f *Face) warn(text string, args ...any) {
	if f.Log != nil {
		f.Log.Warn(text, args...)
	}
}
