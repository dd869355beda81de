package story_test

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A resolver answers queries from a zone view that follows the fixture's store.
type resolver struct {
	w        *story.Fixture
	follower *zone.Follower
	server   *dns.Server
}

// newResolver starts to follow the store, with the zones of the fixture's policies.
func newResolver(t testing.TB, w *story.Fixture) *resolver {
	view := &zone.View{DNSAddrs: []netip.Addr{netip.MustParseAddr("192.0.2.53")}}
	for tld := range w.Policies {
		view.TLDs = append(view.TLDs, tld)
	}
	dns.SetPackers(view)
	return &resolver{w, follow(t, w.Store, view), &dns.Server{Names: view}}
}

// dig is the verb "dig NAME TYPE": it returns the response code and the records of the
// answer, authority and additional sections, without SOA records, in alphabetical order.
func (r *resolver) dig(_ *story.State, args string) (string, error) {
	if err := waitFollower(r.w.Store, r.follower); err != nil {
		return "", err
	}
	n, kind, _ := strings.Cut(args, " ")
	qtype, ok := mdns.StringToType[kind]
	if !ok {
		return "", fmt.Errorf("unknown type %q", kind)
	}
	answer := r.server.Answer(new(mdns.Msg).SetQuestion(mdns.Fqdn(n), qtype))
	var lines []string
	for _, rr := range slices.Concat(answer.Answer, answer.Ns, answer.Extra) {
		if t := rr.Header().Rrtype; t != mdns.TypeSOA && t != mdns.TypeOPT {
			lines = append(lines, strings.ReplaceAll(rr.String(), "\t", " "))
		}
	}
	slices.Sort(lines)
	return strings.Join(append([]string{mdns.RcodeToString[answer.Rcode]}, lines...), "\n"), nil
}

// follow loads consumers from a store and keeps them up to date until the test ends.
func follow(t testing.TB, st store.Store, consumers ...zone.Consumer) *zone.Follower {
	t.Helper()
	f := &zone.Follower{Store: st, Consumers: consumers}
	if err := f.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return f
}
