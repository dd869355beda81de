package dns_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	zonecmd "github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A fixture is a registry with a DNS server.
type fixture struct {
	*story.Fixture
	zoneView *zone.View
	follower *zone.Follower
	server   *dns.Server
	addr     string
	alice    registry.Actor
}

// newFixture returns a fixture with the storefront kifdom and its account alice.
func newFixture(t testing.TB, st store.Store) *fixture {
	w := &fixture{Fixture: story.NewFixture(t, st, fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()),
		ee.Policy(ee.DefaultPrices(), []byte("key")), tk.Policy("tk", tk.DefaultPrices()), generic.Policy("example", generic.DefaultPrices()))}
	w.AddRegistrar("kifdom")
	w.alice = w.AddAccount("kifdom", "alice", 2_000_00).Actor()
	w.zoneView = newZoneView()
	w.follower = &zone.Follower{Store: st, Consumers: []zone.Consumer{w.zoneView}}
	if err := w.follower.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		w.follower.Run(ctx)
		close(done)
	}()
	t.Cleanup(func() { stop(); <-done })
	w.server = &dns.Server{Names: w.zoneView, WallClock: time.Now}
	w.addr = serve(t, w.server)
	return w
}

// newZoneView returns an empty zone view of the TLDs of the tests.
func newZoneView() *zone.View {
	v := &zone.View{
		TLDs:     []name.Name{"ee", "example", "fr", "it", "tk"},
		DNSAddrs: []netip.Addr{netip.MustParseAddr("192.0.2.53")}, ForwarderAddrs: []netip.Addr{netip.MustParseAddr("192.0.2.80"), netip.MustParseAddr("2001:db8::80")},
	}
	dns.SetPackers(v)
	return v
}

// serve starts a server on a free port and returns its address.
func serve(t testing.TB, f *dns.Server) string {
	t.Helper()
	return serveAt(t, f, "127.0.0.1:0")
}

// serveAt starts a server at an address and returns it with the actual port.
func serveAt(t testing.TB, f *dns.Server, at string) string {
	t.Helper()
	l, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	p, err := net.ListenPacket("udp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Serve(ctx, l, p) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("Serve does not return")
		}
		p.Close()
		l.Close()
	})
	return l.Addr().String()
}

// waitShown waits until the zone view has every change in the store.
func (w *fixture) waitShown() error {
	var seq uint64
	err := w.Store.View(context.Background(), func(tx store.Tx) (err error) {
		seq, err = tx.LastSeq()
		return err
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return w.follower.Wait(ctx, seq)
}

// TestStories runs the stories in testdata.
func TestStories(t *testing.T) {
	if _, err := exec.LookPath("dig"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("dig is not installed")
	}
	story.Run(t, "testdata", func(t testing.TB, st store.Store) *story.Fixture {
		w := newFixture(t, st)
		w.Fixture.Verbs = w.verbs()
		return w.Fixture
	})
}

// verbs returns the verbs of the stories: commands of alice, and dig.
func (w *fixture) verbs() map[string]story.Verb {
	hold := func(s string) registry.StatusEntry { return registry.StatusEntry{Status: registry.Status(s)} }
	all := map[string]func(a []string) error{
		"buy": func(a []string) error {
			return do(w, object.CreateDomain{Name: a[0], Hosted: len(a) == 1, Nameservers: servers(a[1:])})
		},
		"hold": func(a []string) error {
			return doBy(w, story.Operator, object.UpdateDomain{Name: a[0], Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{hold(a[1])}}})
		},
		"unhold": func(a []string) error {
			return doBy(w, story.Operator, object.UpdateDomain{Name: a[0], Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{hold(a[1])}}})
		},
		"servers": func(a []string) error {
			ns := servers(a[1:])
			return do(w, object.UpdateDomain{Name: a[0], Nameservers: &ns, CreateHosts: true})
		},
		"hosted": func(a []string) error { return do(w, object.UpdateDomain{Name: a[0], Hosted: true}) },
		"forward": func(a []string) error {
			return do(w, object.UpdateDomain{Name: a[0], Forward: &registry.Forward{URL: a[1]}})
		},
		"host": func(a []string) error { return do(w, host.CreateHost{Name: a[0], Addrs: a[1:]}) },
		"moves": func(a []string) error {
			list := a[1:]
			return do(w, host.UpdateHost{Name: a[0], Addrs: command.Edit[string]{Set: &list}})
		},
		"ds": func(a []string) error {
			tag, _ := strconv.Atoi(a[1])
			set := []registry.DS{{KeyTag: tag, Algorithm: 13, DigestType: 2, Digest: a[2]}}
			return do(w, object.UpdateDomain{Name: a[0], DS: command.Edit[registry.DS]{Set: &set}})
		},
		"key": func(a []string) error {
			set := []registry.Key{{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: a[1]}}
			return do(w, object.UpdateDomain{Name: a[0], Keys: command.Edit[registry.Key]{Set: &set}})
		},
		"record": func(a []string) error {
			r := registry.RecordValue{Label: a[1], Type: a[2], Value: strings.Join(a[3:], " "), TTL: 600}
			if r.Type == "MX" {
				r.Priority, _ = strconv.Atoi(a[3])
				r.Value = a[4]
			}
			if len(a) == 4 && strings.HasPrefix(a[3], "×") { // a text of so many octets
				n, _ := strconv.Atoi(strings.TrimPrefix(a[3], "×"))
				r.Value = strings.Repeat("x", n)
			}
			return do(w, zonecmd.CreateRecord{Domain: a[0], Record: r})
		},
		"update": func(a []string) error { // + or -, then label, type and data
			data, err := rdata.Canonical(a[3], strings.Join(a[4:], " "))
			if err != nil {
				return err
			}
			edit := registry.RecordEdit{Remove: a[1] == "-", Record: registry.Record{Label: a[2], Type: a[3], Data: data, TTL: 600}}
			return do(w, zonecmd.UpdateZone{Zone: a[0], Update: registry.ZoneUpdate{Edits: []registry.RecordEdit{edit}}})
		},
		"unrecord": func(a []string) error {
			list, err := command.Ask(context.Background(), w.Runner, w.alice, zonecmd.ListRecords{Domain: a[0]})
			for _, r := range list {
				if r.Label == a[1] {
					err = do(w, zonecmd.DeleteRecord{ID: r.ID})
				}
			}
			return err
		},
		"delete":  func(a []string) error { return do(w, object.DeleteDomain{Name: a[0]}) },
		"restore": func(a []string) error { return do(w, object.RestoreDomain{Name: a[0]}) },
		"again":   func([]string) error { return w.reload() },
	}
	verbs := map[string]story.Verb{"dig": w.dig}
	for verb, f := range all {
		verbs[verb] = func(_ *story.State, args string) (string, error) {
			if err := f(strings.Fields(args)); err != nil {
				return err.Error(), nil
			}
			return "", nil
		}
	}
	return verbs
}

func do[R any](w *fixture, cmd command.Command[R]) error { return doBy(w, w.alice, cmd) }

func doBy[R any](w *fixture, by registry.Actor, cmd command.Command[R]) error {
	_, err := command.Do(context.Background(), w.Runner, by, cmd)
	return err
}

// servers parses name servers with their addresses, such as "ns1.a.it=192.0.2.1".
func servers(texts []string) (all []object.NS) {
	for _, s := range texts {
		parts := strings.Split(s, "=")
		all = append(all, object.NS{Host: parts[0], Addrs: parts[1:]})
	}
	return all
}

// reload loads the zone view from the store, as a restart does.
func (w *fixture) reload() error {
	if err := w.waitShown(); err != nil {
		return err
	}
	return w.follower.Load(context.Background())
}

// dig runs dig against the server and returns its output without varying parts.
func (w *fixture) dig(_ *story.State, args string) (string, error) {
	if err := w.waitShown(); err != nil {
		return "", err
	}
	host, port, _ := net.SplitHostPort(w.addr)
	digArgs := append([]string{"@" + host, "-p", port, "+norecurse", "+nocookie", "+timeout=2", "+tries=1", "+noidnout"}, strings.Fields(args)...)
	out, err := exec.Command("dig", digArgs...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case strings.Contains(line, "status: "):
			_, after, _ := strings.Cut(line, "status: ")
			status, _, _ := strings.Cut(after, ",")
			lines = append(lines, status)
		case strings.HasPrefix(line, ";; flags: "):
			flags, _, _ := strings.Cut(strings.TrimPrefix(line, ";; flags: "), ";")
			lines[len(lines)-1] += " " + strings.TrimPrefix(strings.TrimPrefix(flags, "qr"), " ")
		case strings.HasSuffix(line, " SECTION:") && !strings.Contains(line, "QUESTION"):
			lines = append(lines, strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(line, ";; "), " SECTION:"))+":")
		case line != "" && line[0] != ';':
			lines = append(lines, "  "+line)
		}
	}
	return strings.TrimSuffix(strings.ReplaceAll(strings.Join(lines, "\n"), " \n", "\n"), " "), nil
}
