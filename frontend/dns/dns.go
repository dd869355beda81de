// Package dns is the authoritative DNS server for the zones of the registry's TLDs and for
// the zones that storefronts host (RFC 1034, 1035, 2181, 2308, 4592, 6891, 7873). It answers
// queries from the in-memory zone view; only TSIG keys and the ownership of zones are
// looked up in the store.
//
// Referrals and name errors are copied from packed answers, without allocation (the fast
// path); all other queries go through the miekg/dns library. A Maintenance adds transfers,
// NOTIFY and UPDATE for secondaries and for owners of zones.
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

	"github.com/cadastre-registry/cadastre/view/zone"
)

// A Server is a DNS server. Names must have been given to SetPackers.
type Server struct {
	Names     *zone.View
	WallClock func() time.Time // the real time, for deadlines and Limit
	Log       *slog.Logger     // nil: no logging

	// Handler answers NOTIFY, UPDATE, AXFR, IXFR and everything signed with TSIG,
	// through the Request's Reply. If it is nil, these are answered with an error.
	Handler func(context.Context, *Request)

	// Fallback answers queries outside all zones of Names. If it is nil or returns
	// false, the query is refused.
	Fallback func(a *dns.Msg, q dns.Question) bool

	Limit Limit // rate limit of answers over UDP

	// Identity is the name of this server in answers to NSID (RFC 5001) and, in class
	// CHAOS, to id.server and hostname.bind (RFC 4892): at most 63 printable ASCII
	// characters; "": neither is answered.
	Identity string
	// CookieSecret is the secret of server cookies (RFC 9018), the same in all servers of
	// one address.
	CookieSecret [16]byte

	MaxConnections int           // TCP connections at once; 0: 1000. Beyond that the longest idle one is closed
	IdleTimeout    time.Duration // of a TCP connection; 0: 10 s

	counts       [rcodes]atomic.Uint64
	limited      atomic.Uint64
	requestSlots chan struct{} // bounds the concurrent calls of Handler for UDP
	setup        sync.Once
}

// A Request is a message for the Server's Handler.
type Request struct {
	Msg  *dns.Msg
	Wire []byte // the message as received, for TSIG
	TCP  bool
	From netip.AddrPort
	// Reply sends one message. Over TCP it may be called more than once.
	Reply func(wire []byte) error
}

// rcodes is the number of counters: response codes of rcodes-1 and above share the last.
const rcodes = 24

// AnswerCounts calls each with every response code and the number of answers that
// had it, and returns the number of answers that the rate limit shortened or
// dropped.
func (s *Server) AnswerCounts(each func(rcode int, n uint64)) (limited uint64) {
	for rcode := range s.counts {
		each(rcode, s.counts[rcode].Load())
	}
	return s.limited.Load()
}

func (s *Server) count(rcode int) { s.counts[min(rcode, rcodes-1)].Add(1) }

// Serve answers on l (TCP) and p (UDP), either of which may be nil, until ctx
// ends, and returns when the requests in progress are finished. The caller closes
// both afterwards; they cannot be used again.
func (s *Server) Serve(ctx context.Context, l net.Listener, p net.PacketConn) error {
	s.setup.Do(func() {
		s.requestSlots = make(chan struct{}, 256)
		s.Limit.setUp()
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
		run(func() error { return s.serveUDP(ctx, p) })
	}
	if l != nil {
		run(func() error { return s.serveTCP(ctx, l) })
	}
	running.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

func (s *Server) warn(text string, args ...any) {
	if s.Log != nil {
		s.Log.Warn(text, args...)
	}
}
