package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
)

// A Secondary is another name server that has copies of our zones and is told
// when they change.
type Secondary struct {
	Addr netip.AddrPort
	Key  string // that signs what it is told; "": none does
}

// A bell rings for one secondary: it keeps which zones it has not heard of yet.
type bell struct {
	Secondary
	mu     sync.Mutex
	queue  []name.Name // in the order in which they changed
	queued map[name.Name]bool
	rung   chan struct{} // holds one when there are zones
}

func newBell(s Secondary) *bell {
	return &bell{Secondary: s, queued: map[name.Name]bool{}, rung: make(chan struct{}, 1)}
}

// ring has the secondary told of zones.
func (b *bell) ring(zones ...name.Name) {
	b.mu.Lock()
	for _, z := range zones {
		if !b.queued[z] {
			b.queued[z] = true
			b.queue = append(b.queue, z)
		}
	}
	b.mu.Unlock()
	select {
	case b.rung <- struct{}{}:
	default:
	}
}

// next takes the zone that waits longest.
func (b *bell) next() (zone name.Name, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		b.queue = nil
		return "", false
	}
	zone, b.queue = b.queue[0], b.queue[1:]
	delete(b.queued, zone)
	return zone, true
}

// waiting returns how many zones wait.
func (b *bell) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue)
}

// ring has every secondary told of a zone.
func (x *Exchange) ring(zone name.Name) {
	for _, b := range x.bells {
		b.ring(zone)
	}
}

// Run tells the secondaries of changes until ctx ends. At first they are told of
// every zone, for they may have missed something: little by little, so that what
// changes meanwhile does not wait and nobody is flooded.
func (x *Exchange) Run(ctx context.Context) {
	if len(x.bells) == 0 {
		<-ctx.Done()
		return
	}
	var all []name.Name
	if x.Catalog != "" {
		all = append(all, x.Catalog)
	}
	for zone := range x.Face.Names.Zones() {
		all = append(all, zone)
	}
	var running sync.WaitGroup
	for _, b := range x.bells {
		running.Go(func() { b.begin(ctx, all) })
		running.Go(func() { x.tell(ctx, b) })
	}
	running.Wait()
}

// begin has the secondary told of all zones, 500 a second, and no more while it
// does not hear.
func (b *bell) begin(ctx context.Context, all []name.Name) {
	const portion, rhythm = 50, 100 * time.Millisecond
	for len(all) > 0 {
		if b.waiting() < portion {
			n := min(portion, len(all))
			b.ring(all[:n]...)
			all = all[n:]
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rhythm):
		}
	}
}

// tell tells one secondary of what changes.
func (x *Exchange) tell(ctx context.Context, b *bell) {
	const least, most = 100 * time.Millisecond, time.Minute // before a silent secondary is told again
	pause := least
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.rung:
		}
		err := x.notify(ctx, b)
		if err == nil || ctx.Err() != nil {
			pause = least
			continue
		}
		x.Log.Warn("a secondary does not hear", "secondary", b.Addr, "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, most)
		b.ring()
	}
}

// notify tells a secondary of all zones that wait, several at a time, and keeps
// those that it did not hear of.
func (x *Exchange) notify(ctx context.Context, b *bell) error {
	const abreast = 32
	sign := func() *signature { return &signature{} }
	if b.Key != "" {
		key, secret, err := x.Keys(ctx, strings.TrimSuffix(b.Key, "."))
		if err != nil {
			return fmt.Errorf("key %s: %w", b.Key, err)
		}
		sign = func() *signature { return signing(key, secret) }
	}
	workers := min(b.waiting(), abreast)
	errs := make(chan error, workers)
	var failed atomic.Bool
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			conn, err := new(net.Dialer).DialContext(ctx, "udp", b.Addr.String())
			if err != nil {
				errs <- err
				return
			}
			defer conn.Close()
			for !failed.Load() {
				zone, ok := b.next()
				if !ok {
					return
				}
				if err := x.notifyOf(ctx, conn, sign(), zone); err != nil {
					failed.Store(true)
					b.ring(zone)
					errs <- err
				}
			}
		})
	}
	running.Wait()
	close(errs)
	return <-errs
}

var errDeaf = errors.New("no answer")

// notifyOf sends one NOTIFY until it is answered, whatever the answer. Of a zone
// that is gone nobody is told: the catalog says so.
func (x *Exchange) notifyOf(ctx context.Context, conn net.Conn, s *signature, zone name.Name) error {
	soa, ok := x.soaOf(zone)
	if !ok {
		return nil
	}
	m := new(dns.Msg)
	m.SetNotify(dns.Fqdn(string(zone)))
	m.Answer = []dns.RR{soa}
	wire, err := s.pack(m, false)
	if err != nil {
		return fmt.Errorf("notify of %s: %w", zone, err)
	}
	const tries, patience = 3, 500 * time.Millisecond
	room := make([]byte, 4096)
	for range tries {
		if _, err := conn.Write(wire); err != nil {
			return fmt.Errorf("notify of %s: %w", zone, err)
		}
		conn.SetReadDeadline(time.Now().Add(patience))
		for {
			n, err := conn.Read(room)
			if err != nil {
				break
			}
			answer := new(dns.Msg)
			if answer.Unpack(room[:n]) == nil && answer.Id == m.Id && answer.Response {
				return nil
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errDeaf
}

// soaOf returns the SOA of a zone that we serve, the catalog among them.
func (x *Exchange) soaOf(zone name.Name) (*dns.SOA, bool) {
	q := new(dns.Msg)
	q.SetQuestion(dns.Fqdn(string(zone)), dns.TypeSOA)
	if a := x.Face.Answer(q); len(a.Answer) == 1 {
		soa, ok := a.Answer[0].(*dns.SOA)
		return soa, ok
	}
	return nil, false
}
