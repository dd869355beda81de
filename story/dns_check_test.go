package story_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/delegation"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/config"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/worker/dnscheck"
)

// TestADomainIsDelegatedWhenItsServersAnswer buys a name whose name servers are one NSD.
// It is on hold until NSD serves it; a later change to servers that do not exist leaves the
// delegation as it was, and is dropped after five days.
func TestADomainIsDelegatedWhenItsServersAnswer(t *testing.T) {
	nsd := newNSD(t)
	nsd.serve("b.example", "@ NS ns1\n@ NS ns2\nns1 A ADDR\nns2 A ADDR\n")
	w, shop, holder := newCheckFixture(t)
	s := serveWith(t, w, func(e *server.EnvironmentConfig) {
		e.DNSCheck = dnscheck.Config{Resolver: nsd.addr.String(), Port: int(nsd.addr.Port()), Pause: config.Duration(20 * time.Millisecond), Private: true}
	})
	register := object.CreateDomain{Name: "abc.it", Admin: holder, Tech: holder, Nameservers: []object.NS{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}}}
	d := story.Do(w, shop, register).Domain
	if got := fmt.Sprint(d.AllStatuses()); got != "[inactive dnsHold]" {
		t.Errorf("statuses %s", got)
	}
	await(t, "a failure", func() bool {
		return strings.Contains(waitOf(t, w).Failure, "name server ns1.b.example answers with REFUSED")
	})
	wantDig(t, s, "abc.it NS", "NXDOMAIN")

	nsd.serve("abc.it", "@ NS ns1.b.example.\n@ NS ns3.b.example.\n")
	await(t, "another failure", func() bool {
		return strings.Contains(waitOf(t, w).Failure, "names the name servers ns1.b.example, ns3.b.example instead of")
	})

	nsd.serve("abc.it", "@ NS ns1.b.example.\n@ NS ns2.b.example.\n")
	await(t, "the delegation", func() bool { return waitOf(t, w).Since.IsZero() })
	wantDig(t, s, "abc.it NS", "NOERROR\nabc.it. 3600 IN NS ns1.b.example.\nabc.it. 3600 IN NS ns2.b.example.")

	servers := []object.NS{{Host: "ns1.b.example"}, {Host: "ns9.b.example"}}
	d = story.Do(w, shop, object.UpdateDomain{Name: "abc.it", Nameservers: &servers}).Domain
	if got := fmt.Sprint(d.AllStatuses()); got != "[pendingUpdate]" {
		t.Errorf("statuses of a change %s", got)
	}
	await(t, "the failure of a change", func() bool { return strings.Contains(waitOf(t, w).Failure, "name server ns9.b.example has no address") })
	wantDig(t, s, "abc.it NS", "NOERROR\nabc.it. 3600 IN NS ns1.b.example.\nabc.it. 3600 IN NS ns2.b.example.")
	wait(t, w, 5*24*time.Hour)
	d = ask(t, w, registry.Actor{}, delegation.ServerCheck{Name: "abc.it"})
	if d.ServerCheck != nil || len(d.Nameservers) != 2 || d.Nameservers[1].Host != "ns2.b.example" {
		t.Errorf("after five days: %+v", d)
	}

	if _, err := command.Do(t.Context(), w.Runner, shop, object.CreateDomain{
		Name: "a.tk", CreateHosts: true, Nameservers: []object.NS{{Host: "ns1.b.example"}, {Host: "ns8.b.example"}},
	}); !errors.Is(err, registry.ErrNoHost) {
		t.Errorf("a name server that does not exist: %v", err)
	}
	register.Name, register.CreateHosts = "a.tk", true
	story.Do(w, shop, register)
}

// TestAttemptsEndAfterThirtyDays: the name stays on hold until its servers are changed.
func TestAttemptsEndAfterThirtyDays(t *testing.T) {
	nsd := newNSD(t)
	nsd.serve("b.example", "@ NS ns1\nns1 A ADDR\nns2 A ADDR\n")
	w, shop, holder := newCheckFixture(t)
	serveWith(t, w, func(e *server.EnvironmentConfig) {
		e.DNSCheck = dnscheck.Config{Resolver: nsd.addr.String(), Port: int(nsd.addr.Port()), Pause: config.Duration(20 * time.Millisecond), Private: true}
	})
	servers := []object.NS{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}}
	story.Do(w, shop, object.CreateDomain{Name: "abc.it", Admin: holder, Tech: holder, Nameservers: servers})
	await(t, "a failure", func() bool { return waitOf(t, w).Failure != "" })
	wait(t, w, 30*24*time.Hour)
	d := ask(t, w, registry.Actor{}, delegation.ServerCheck{Name: "abc.it"})
	if d.ServerCheck == nil || !d.ServerCheck.Ends.IsZero() || d.Delegated() {
		t.Fatalf("after thirty days: %+v", d.ServerCheck)
	}
	nsd.serve("abc.it", "@ NS ns2.b.example.\n@ NS ns3.b.example.\n")
	nsd.serve("b.example", "@ NS ns1\nns2 A ADDR\nns3 A ADDR\n")
	servers = []object.NS{{Host: "ns2.b.example"}, {Host: "ns3.b.example"}}
	story.Do(w, shop, object.UpdateDomain{Name: "abc.it", Nameservers: &servers})
	await(t, "the delegation", func() bool { return waitOf(t, w).Since.IsZero() })
}

// newCheckFixture returns a registry of .it and .tk with the account alice of the
// storefront shop, and its contact.
func newCheckFixture(t *testing.T) (w *story.Fixture, alice registry.Actor, holder []registry.ContactID) {
	t.Helper()
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w = story.NewFixture(t, st, it.Policy(it.DefaultPrices()), tk.Policy("tk", tk.DefaultPrices()))
	w.AddRegistrar("shop")
	u := w.AddAccount("shop", "alice", 2_000_00)
	alice = registry.Actor{Registrar: "shop", Account: u.Account, User: u.ID}
	return w, alice, []registry.ContactID{ask(t, w, alice, registrar.AccountInfo{}).Contact}
}

func ask[R any](t testing.TB, w *story.Fixture, by registry.Actor, q command.Query[R]) R {
	t.Helper()
	r, err := command.Ask(t.Context(), w.Runner, by, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// waitOf returns the ServerCheck of abc.it; the zero one if it does not wait.
func waitOf(t testing.TB, w *story.Fixture) (c registry.ServerCheck) {
	t.Helper()
	if d := ask(t, w, registry.Actor{}, delegation.ServerCheck{Name: "abc.it"}); d.ServerCheck != nil {
		c = *d.ServerCheck
	}
	return c
}

// await fails the test unless done returns true within half a minute.
func await(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not come", what)
		}
	}
}

func wait(t testing.TB, w *story.Fixture, d time.Duration) {
	t.Helper()
	if err := w.AdvanceTo(w.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

func wantDig(t testing.TB, s *server.Server, question, want string) {
	t.Helper()
	if got, err := dig(t.Context(), s, question); err != nil || got != want {
		t.Errorf("dig %s: %v\n%s\nwant\n%s", question, err, got, want)
	}
}

// An nsd is an NSD that serves zones on loopback.
type nsd struct {
	t     *testing.T
	dir   string
	addr  netip.AddrPort
	zones []string
	run   string // the program
	stop  func()
}

func newNSD(t *testing.T) *nsd {
	t.Helper()
	program, err := exec.LookPath("nsd")
	if err != nil {
		program = "/usr/sbin/nsd"
		if _, err := os.Stat(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal("nsd is not installed")
			}
			t.Skip("nsd is not installed")
		}
	}
	// An address of its own: no connection of other tests has it as source.
	p, err := net.ListenPacket("udp", fmt.Sprintf("127.%d.%d.%d:0", 1+rand.IntN(254), rand.IntN(255), 1+rand.IntN(254)))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	n := &nsd{t: t, dir: t.TempDir(), addr: netip.MustParseAddrPort(p.LocalAddr().String()), stop: func() {}}
	n.run = program
	t.Cleanup(func() { n.stop() })
	return n
}

// serve adds a zone, or replaces it, and starts NSD again. ADDR in the records is the
// address of NSD.
func (n *nsd) serve(zone, records string) {
	n.t.Helper()
	n.stop()
	text := "$ORIGIN " + zone + ".\n$TTL 60\n@ SOA ns1.b.example. hostmaster.b.example. 1 3600 600 86400 60\n" + strings.ReplaceAll(records, "ADDR", n.addr.Addr().String())
	if err := os.WriteFile(filepath.Join(n.dir, zone), []byte(text), 0o600); err != nil {
		n.t.Fatal(err)
	}
	if !slices.Contains(n.zones, zone) {
		n.zones = append(n.zones, zone)
	}
	conf := fmt.Sprintf("server:\n\tip-address: %s@%d\n\tusername: \"\"\n\tchroot: \"\"\n\tzonesdir: %q\n\tdatabase: \"\"\n\tpidfile: %q\n\txfrdfile: %q\n\tzonelistfile: %q\nremote-control:\n\tcontrol-enable: no\n",
		n.addr.Addr(), n.addr.Port(), n.dir, n.dir+"/pid", n.dir+"/xfrd", n.dir+"/zones")
	for _, z := range n.zones {
		conf += fmt.Sprintf("zone:\n\tname: %q\n\tzonefile: %q\n", z, z)
	}
	at := filepath.Join(n.dir, "nsd.conf")
	if err := os.WriteFile(at, []byte(conf), 0o600); err != nil {
		n.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, n.run, "-d", "-c", at)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	var log bytes.Buffer
	c.Stdout, c.Stderr = &log, &log
	if err := c.Start(); err != nil {
		n.t.Fatal(err)
	}
	n.stop = func() {
		stop()
		c.Wait()
		if n.t.Failed() {
			n.t.Logf("NSD:\n%s", log.Bytes())
		}
	}
	await(n.t, "NSD", func() bool {
		answer, _, err := (&mdns.Client{Timeout: time.Second}).Exchange(new(mdns.Msg).SetQuestion(mdns.Fqdn(zone), mdns.TypeSOA), n.addr.String())
		return err == nil && len(answer.Answer) == 1
	})
}
