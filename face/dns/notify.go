package dns

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
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
	mu    sync.Mutex
	zones map[name.Name]bool
	rung  chan struct{} // holds one when there are zones
}

func newBell(s Secondary) *bell {
	return &bell{Secondary: s, zones: map[name.Name]bool{}, rung: make(chan struct{}, 1)}
}

// ring has every secondary told of a zone.
func (x *Exchange) ring(zone name.Name) {
	for _, b := range x.bells {
		b.mu.Lock()
		b.zones[zone] = true
		b.mu.Unlock()
		select {
		case b.rung <- struct{}{}:
		default:
		}
	}
}

// Run tells the secondaries of changes until ctx ends. First of all they are
// told of every zone: they may have missed something.
func (x *Exchange) Run(ctx context.Context) {
	for zone := range x.Face.Names.Zones() {
		x.ring(zone)
	}
	if x.Catalog != "" {
		x.ring(x.Catalog)
	}
	var running sync.WaitGroup
	for _, b := range x.bells {
		running.Go(func() { x.tell(ctx, b) })
	}
	running.Wait()
}

// tell tells one secondary of zone after zone.
func (x *Exchange) tell(ctx context.Context, b *bell) {
	const least, most = time.Second, time.Minute // before a silent secondary is told again
	pause := least
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.rung:
		}
		if err := x.notify(ctx, b); err == nil || ctx.Err() != nil {
			pause = least
			continue
		} else {
			x.Log.Warn("a secondary does not hear", "secondary", b.Addr, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, most)
		select {
		case b.rung <- struct{}{}:
		default:
		}
	}
}

// notify tells a secondary of all zones that wait, and keeps those that it did
// not hear of.
func (x *Exchange) notify(ctx context.Context, b *bell) error {
	b.mu.Lock()
	zones := b.zones
	b.zones = map[name.Name]bool{}
	b.mu.Unlock()
	conn, err := new(net.Dialer).DialContext(ctx, "udp", b.Addr.String())
	if err == nil {
		defer conn.Close()
		for zone := range zones {
			if err = x.notifyOf(ctx, conn, b, zone); err != nil {
				break
			}
			delete(zones, zone)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for zone := range zones {
		b.zones[zone] = true
	}
	return err
}

var errDeaf = errors.New("no answer")

// notifyOf sends one NOTIFY until it is answered, whatever the answer.
func (x *Exchange) notifyOf(ctx context.Context, conn net.Conn, b *bell, zone name.Name) error {
	m := new(dns.Msg)
	m.SetNotify(dns.Fqdn(string(zone)))
	if soa, ok := x.soaOf(zone); ok {
		m.Answer = []dns.RR{soa}
	}
	s := &signature{}
	if b.Key != "" {
		key, secret, err := x.Keys(ctx, strings.TrimSuffix(b.Key, "."))
		if err != nil {
			return fmt.Errorf("key %s: %w", b.Key, err)
		}
		s = signing(key, secret)
	}
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
