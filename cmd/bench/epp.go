package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/epp"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/generic"
)

// Numbers of the EPP figures.
const (
	racers = 1000 // connections that want one name
	idlers = 4000 // sessions that say nothing
)

// benchEPP measures commands over TLS, client and server on the same
// processors, of one registrar, which pays for all creates.
func benchEPP(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "epp.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	w := eppWorld{Runner: &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"example": generic.Policy("example", generic.UsualPrices())}}}
	if err := w.found(ctx); err != nil {
		return err
	}
	if err := w.serve(ctx); err != nil {
		return err
	}
	defer w.stop()

	header("EPP over TLS, one registrar")
	if err := benchSync(s); err != nil {
		return err
	}
	talks, err := w.sessions(connections)
	if err != nil {
		return err
	}
	creates := w.exchange(talks, 1000, func(i int) string { return createFrame(eppName(i)) })
	load(ctx, connections, s.seconds/5, creates) // warm
	base := int(w.names.Load())
	m := newMeter()
	r := load(ctx, connections, s.seconds, creates)
	r.print("domain:create", connections)
	m.print(r.done)
	if r.failed > 0 {
		return fmt.Errorf("%d creates failed: %w", r.failed, r.firstError)
	}
	for _, row := range []struct {
		what  string
		frame func() string
	}{
		{"domain:check, one name", func() string { return checkFrame(eppName(mathrand.IntN(2 * base))) }},
		{"domain:info", func() string { return infoFrame(eppName(1 + mathrand.IntN(base))) }},
	} {
		ask := w.exchange(talks, 1000, func(int) string { return row.frame() })
		load(ctx, connections, s.seconds/5, ask) // warm
		m := newMeter()
		r := load(ctx, connections, s.seconds, ask)
		r.print(row.what, connections)
		m.print(r.done)
		if r.failed > 0 {
			return fmt.Errorf("%d commands failed: %w", r.failed, r.firstError)
		}
	}
	if err := w.race(ctx); err != nil {
		return err
	}
	if s.commands > 0 {
		if err := w.endure(talks, s.commands, base); err != nil {
			return err
		}
	}
	return w.idle()
}

// endure sends many commands of all kinds, and says what that did to memory.
func (w *eppWorld) endure(talks []*talk, commands, names int) error {
	var next atomic.Int64
	errs := make(chan error, len(talks))
	var memory [10]atomic.Int64 // after each tenth
	for _, k := range talks {
		go func() {
			for {
				i := int(next.Add(1))
				if i > commands {
					errs <- nil
					return
				}
				frame := checkFrame(eppName(mathrand.IntN(2 * names)))
				switch {
				case i%10 == 0:
					frame = createFrame(eppName(int(w.names.Add(1))))
				case i%2 == 0:
					frame = infoFrame(eppName(1 + mathrand.IntN(names)))
				}
				if code, err := k.ask(frame); err != nil || code != 1000 {
					errs <- fmt.Errorf("command %d: answer %d, %w", i, code, err)
					return
				}
				if tenth := max(1, commands/10); i%tenth == 0 && i/tenth <= len(memory) {
					memory[i/tenth-1].Store(int64(resident()))
				}
			}
		}()
	}
	for range talks {
		if err := <-errs; err != nil {
			return err
		}
	}
	fmt.Printf("%-44s %8d %10s: resident after each tenth:", "commands, one in ten a create", commands, "")
	for i := range memory {
		fmt.Printf(" %d", memory[i].Load())
	}
	fmt.Println(" M")
	return nil
}

// race lets many sessions want one name at once: one gets it, and pays.
func (w *eppWorld) race(ctx context.Context) error {
	talks, err := w.sessions(racers)
	if err != nil {
		return err
	}
	before, err := w.deposit(ctx)
	if err != nil {
		return err
	}
	memory := resident()
	var start, done sync.WaitGroup
	start.Add(1)
	var won, lost, else_ atomic.Int64
	for _, k := range talks {
		done.Go(func() {
			start.Wait()
			switch code, _ := k.ask(createFrame("race.example")); code {
			case 1000:
				won.Add(1)
			case 2302:
				lost.Add(1)
			default:
				else_.Add(1)
			}
		})
	}
	begun := time.Now()
	start.Done()
	done.Wait()
	took := time.Since(begun)
	after, err := w.deposit(ctx)
	if err != nil {
		return err
	}
	closeAll(talks)
	fmt.Printf("%-44s %8d %10s: %d got it, %d met 2302, in %s; charged %s; resident %d M before, %d M after\n", "one name, wanted by all at once", racers, "",
		won.Load(), lost.Load(), took.Round(time.Millisecond), money.EUR(before-after), memory, resident())
	if won.Load() != 1 || else_.Load() > 0 {
		return fmt.Errorf("%d got the name, %d something else", won.Load(), else_.Load())
	}
	return nil
}

// idle opens many sessions and says what they cost, the clients' share
// included.
func (w *eppWorld) idle() error {
	runtime.GC()
	debug.FreeOSMemory()
	before := resident()
	talks, err := w.sessions(idlers)
	if err != nil {
		return err
	}
	defer closeAll(talks)
	runtime.GC()
	debug.FreeOSMemory()
	fmt.Printf("%-44s %8d %10s: %d M more than before, both ends of each\n", "idle sessions", idlers, "", resident()-before)
	return nil
}

func eppName(i int) string { return fmt.Sprintf("name-%07d.example", i) }

// An eppWorld is a registrar that comes by EPP.
type eppWorld struct {
	*command.Runner
	addr  string
	tls   *tls.Config
	names atomic.Int64
	stop  func()
}

const eppPassword = "bench password"

func (w *eppWorld) found(ctx context.Context) error {
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	ca, err := command.NewAuthority("Bench CA", time.Now())
	if err != nil {
		return err
	}
	w.Authority = ca
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert, err := ca.Sign(command.ClientCertificate(pkix.Name{CommonName: "bench"}, time.Now().Add(-time.Hour), time.Now().Add(time.Hour)), key.Public())
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.Cert)
	w.tls = &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key, Leaf: cert}}, ServerName: "localhost"}
	secret, err := w.HashPassword(eppPassword)
	if err != nil {
		return err
	}
	if _, err := command.Do(ctx, w.Runner, operator, command.CreateRegistrar{Registrar: registry.Registrar{ID: "bench", Name: "Bench", Currency: "EUR"}}); err != nil {
		return err
	}
	if _, err := command.Do(ctx, w.Runner, operator, command.Deposit{Registrar: "bench", Amount: money.EUR(1_000_000_000_00)}); err != nil {
		return err
	}
	u, err := command.Do(ctx, w.Runner, operator, command.CreateUser{Secret: secret, User: registry.User{
		Realm: "registrar", Login: "bench", Registrar: "bench", Roles: []registry.Role{registry.RoleEPP}, Prints: []string{command.Print(cert)},
	}})
	if err != nil {
		return err
	}
	for _, id := range []registry.ContactID{"alice", "bob"} {
		if _, err := command.Do(ctx, w.Runner, u.Acting(), command.CreateContact{Contact: registry.Contact{
			ID: id, Email: "alice@a.example", Voice: "+39.0612345678",
			Postal: registry.Postal{Name: "Alice Example", Street: []string{"1 Example Street"}, City: "Exampleville", PostalCode: "00100", Country: "IT"},
		}}); err != nil {
			return err
		}
	}
	return nil
}

func (w *eppWorld) serve(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.addr = l.Addr().String()
	server := &epp.Server{Runner: w.Runner, Sessions: racers + idlers}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	w.stop = func() { cancel(); <-done }
	return nil
}

// deposit returns the registrar's balance in cents.
func (w *eppWorld) deposit(ctx context.Context) (int64, error) {
	purse, err := command.Ask(ctx, w.Runner, registry.Actor{Registrar: "bench"}, command.Holdings{})
	return purse.Balance, err
}
