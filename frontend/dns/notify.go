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

// A Secondary is a name server that transfers zones from this one and is sent
// NOTIFY when they change.
type Secondary struct {
	Addr netip.AddrPort
	Key  string // name of the TSIG key that signs NOTIFY; "": unsigned
}

// A notifier queues the zones of which one secondary has not acknowledged a NOTIFY.
type notifier struct {
	Secondary
	mu     sync.Mutex
	queue  []name.Name // in the order of their changes
	queued map[name.Name]bool
	wake   chan struct{} // has an element when zones were queued
}

func newNotifier(s Secondary) *notifier {
	return &notifier{Secondary: s, queued: map[name.Name]bool{}, wake: make(chan struct{}, 1)}
}

// enqueue queues zones and wakes the sender.
func (n *notifier) enqueue(zones ...name.Name) {
	n.mu.Lock()
	for _, z := range zones {
		if !n.queued[z] {
			n.queued[z] = true
			n.queue = append(n.queue, z)
		}
	}
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// dequeue removes and returns the zone that was queued first.
func (n *notifier) dequeue() (zone name.Name, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.queue) == 0 {
		n.queue = nil
		return "", false
	}
	zone, n.queue = n.queue[0], n.queue[1:]
	delete(n.queued, zone)
	return zone, true
}

// pending returns the number of queued zones.
func (n *notifier) pending() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.queue)
}

// notifyZone queues a zone for every secondary.
func (x *Maintenance) notifyZone(zone name.Name) {
	for _, n := range x.notifiers {
		n.enqueue(zone)
	}
}

// Run sends NOTIFY to the secondaries until ctx ends. At the start it queues every
// zone, since a secondary may have missed changes, in small portions so that new
// changes are not delayed and secondaries are not flooded.
func (x *Maintenance) Run(ctx context.Context) {
	if len(x.notifiers) == 0 {
		<-ctx.Done()
		return
	}
	var all []name.Name
	if x.Catalog != "" {
		all = append(all, x.Catalog)
	}
	for zone := range x.Server.Names.Zones() {
		all = append(all, zone)
	}
	var running sync.WaitGroup
	for _, n := range x.notifiers {
		running.Go(func() { n.enqueueAll(ctx, all) })
		running.Go(func() { x.notifyLoop(ctx, n) })
	}
	running.Wait()
}

// enqueueAll queues all zones, at most 500 a second, and none while the secondary
// does not answer.
func (n *notifier) enqueueAll(ctx context.Context, all []name.Name) {
	const portion, interval = 50, 100 * time.Millisecond
	for len(all) > 0 {
		if n.pending() < portion {
			count := min(portion, len(all))
			n.enqueue(all[:count]...)
			all = all[count:]
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(interval):
		}
	}
}

// notifyLoop sends the queued NOTIFY messages of one secondary until ctx ends.
func (x *Maintenance) notifyLoop(ctx context.Context, n *notifier) {
	const minPause, maxPause = 100 * time.Millisecond, time.Minute // before a silent secondary is retried
	pause := minPause
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
		}
		err := x.notifyPending(ctx, n)
		if err == nil || ctx.Err() != nil {
			pause = minPause
			continue
		}
		x.Log.Warn("secondary does not answer NOTIFY", "secondary", n.Addr, "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, maxPause)
		n.enqueue()
	}
}

// notifyPending sends NOTIFY for all queued zones, several at a time. A zone whose
// NOTIFY is not answered is queued again.
func (x *Maintenance) notifyPending(ctx context.Context, n *notifier) error {
	const concurrency = 32
	sign := func() *signature { return &signature{} }
	if n.Key != "" {
		key, secret, err := x.Keys(ctx, strings.TrimSuffix(n.Key, "."))
		if err != nil {
			return fmt.Errorf("key %s: %w", n.Key, err)
		}
		sign = func() *signature { return newSignature(key, secret, x.Server.WallClock) }
	}
	workers := min(n.pending(), concurrency)
	errs := make(chan error, workers)
	var failed atomic.Bool
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			conn, err := new(net.Dialer).DialContext(ctx, "udp", n.Addr.String())
			if err != nil {
				errs <- err
				return
			}
			defer conn.Close()
			for !failed.Load() {
				zone, ok := n.dequeue()
				if !ok {
					return
				}
				if err := x.sendNotify(ctx, conn, sign(), zone); err != nil {
					failed.Store(true)
					n.enqueue(zone)
					errs <- err
				}
			}
		})
	}
	running.Wait()
	close(errs)
	return <-errs
}

var errNoAnswer = errors.New("no answer")

// sendNotify sends one NOTIFY, repeatedly until any response arrives. A zone that no
// longer exists gets none: the secondary learns of that from the catalog.
func (x *Maintenance) sendNotify(ctx context.Context, conn net.Conn, s *signature, zone name.Name) error {
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
	const tries, timeout = 3, 500 * time.Millisecond
	buf := make([]byte, 4096)
	for range tries {
		if _, err := conn.Write(wire); err != nil {
			return fmt.Errorf("notify of %s: %w", zone, err)
		}
		conn.SetReadDeadline(x.Server.WallClock().Add(timeout))
		for {
			n, err := conn.Read(buf)
			if err != nil {
				break
			}
			answer := new(dns.Msg)
			if answer.Unpack(buf[:n]) == nil && answer.Id == m.Id && answer.Response {
				return nil
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return errNoAnswer
}

// soaOf returns the SOA of a zone that the server answers for, the catalog included.
func (x *Maintenance) soaOf(zone name.Name) (*dns.SOA, bool) {
	q := new(dns.Msg)
	q.SetQuestion(dns.Fqdn(string(zone)), dns.TypeSOA)
	if a := x.Server.Answer(q); len(a.Answer) == 1 {
		soa, ok := a.Answer[0].(*dns.SOA)
		return soa, ok
	}
	return nil, false
}
