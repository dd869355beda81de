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
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/generic"
)

// Numbers of sessions.
const (
	raceSessions = 1000 // that create the same domain at once
	idleSessions = 4000 // that send no commands
)

// benchEPP measures EPP commands over TLS of one registrar, with client and server on
// the same processors.
func benchEPP(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "epp.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	f := eppFixture{Runner: &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"example": generic.Policy("example", generic.DefaultPrices())}}}
	if err := f.seed(ctx); err != nil {
		return err
	}
	server, err := serve(ctx, f.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	f.addr = server.addr("epp")

	printHeader("EPP over TLS, one registrar")
	if err := benchSync(s); err != nil {
		return err
	}
	sessions, err := f.sessions(connections)
	if err != nil {
		return err
	}
	creates := f.operation(sessions, 1000, func(i int) string { return createFrame(eppName(i)) })
	load(ctx, connections, s.duration/5, creates) // warm up
	base := int(f.names.Load())
	if err := measureEPP(ctx, s, "domain:create", creates); err != nil {
		return err
	}
	for _, row := range []struct {
		what  string
		frame func() string
	}{
		{"domain:check, one name", func() string { return checkFrame(eppName(mathrand.IntN(2 * base))) }},
		{"domain:info", func() string { return infoFrame(eppName(1 + mathrand.IntN(base))) }},
	} {
		op := f.operation(sessions, 1000, func(int) string { return row.frame() })
		load(ctx, connections, s.duration/5, op) // warm up
		if err := measureEPP(ctx, s, row.what, op); err != nil {
			return err
		}
	}
	if err := f.race(ctx); err != nil {
		return err
	}
	if s.commands > 0 {
		if err := f.soak(sessions, s.commands, base); err != nil {
			return err
		}
	}
	return f.idle()
}

// measureEPP measures an operation and prints its rate and its use of the CPU.
func measureEPP(ctx context.Context, s settings, what string, op func(context.Context, int) error) error {
	m := newMeter()
	r := load(ctx, connections, s.duration, op)
	r.print(what, connections)
	m.print(r.done)
	if r.failed > 0 {
		return fmt.Errorf("%s: %d failed: %w", what, r.failed, r.firstError)
	}
	return nil
}

// soak sends many commands and prints the resident memory along the way.
func (f *eppFixture) soak(sessions []*eppSession, commands, names int) error {
	var next atomic.Int64
	errs := make(chan error, len(sessions))
	var memory [10]atomic.Int64 // MiB after each tenth
	for _, session := range sessions {
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
					frame = createFrame(eppName(int(f.names.Add(1))))
				case i%2 == 0:
					frame = infoFrame(eppName(1 + mathrand.IntN(names)))
				}
				if code, err := session.do(frame); err != nil || code != 1000 {
					errs <- fmt.Errorf("command %d: result code %d, %w", i, code, err)
					return
				}
				if tenth := max(1, commands/10); i%tenth == 0 && i/tenth <= len(memory) {
					memory[i/tenth-1].Store(int64(residentMiB()))
				}
			}
		}()
	}
	for range sessions {
		if err := <-errs; err != nil {
			return err
		}
	}
	fmt.Printf("%-44s %8d %10s: resident memory after each tenth:", "commands, one in ten a create", commands, "")
	for i := range memory {
		fmt.Printf(" %d", memory[i].Load())
	}
	fmt.Println(" M")
	return nil
}

// race creates one domain from many sessions at once: exactly one must succeed and pay.
func (f *eppFixture) race(ctx context.Context) error {
	sessions, err := f.sessions(raceSessions)
	if err != nil {
		return err
	}
	before, err := f.depositBalance(ctx)
	if err != nil {
		return err
	}
	memory := residentMiB()
	var start, done sync.WaitGroup
	start.Add(1)
	var created, taken, other atomic.Int64
	for _, session := range sessions {
		done.Go(func() {
			start.Wait()
			switch code, _ := session.do(createFrame("race.example")); code {
			case 1000:
				created.Add(1)
			case 2302:
				taken.Add(1)
			default:
				other.Add(1)
			}
		})
	}
	begun := time.Now()
	start.Done()
	done.Wait()
	took := time.Since(begun)
	after, err := f.depositBalance(ctx)
	if err != nil {
		return err
	}
	closeAll(sessions)
	fmt.Printf("%-44s %8d %10s: %d created it, %d got 2302, in %s; charged %s; resident %d M before, %d M after\n", "concurrent creates of one domain", raceSessions, "",
		created.Load(), taken.Load(), took.Round(time.Millisecond), money.EUR(before-after), memory, residentMiB())
	if created.Load() != 1 || other.Load() > 0 {
		return fmt.Errorf("%d creates succeeded, %d failed unexpectedly", created.Load(), other.Load())
	}
	return nil
}

// idle opens many sessions and prints their memory, the clients' share included.
func (f *eppFixture) idle() error {
	runtime.GC()
	debug.FreeOSMemory()
	before := residentMiB()
	sessions, err := f.sessions(idleSessions)
	if err != nil {
		return err
	}
	defer closeAll(sessions)
	runtime.GC()
	debug.FreeOSMemory()
	fmt.Printf("%-44s %8d %10s: %d M in addition, client and server\n", "idle sessions", idleSessions, "", residentMiB()-before)
	return nil
}

func eppName(i int) string { return fmt.Sprintf("name-%07d.example", i) }

// An eppFixture is a registry with one registrar and an EPP server.
type eppFixture struct {
	*command.Runner
	addr  string
	tls   *tls.Config
	names atomic.Int64
}

const eppPassword = "bench password"

// seed creates the CA, the registrar, its user and its contacts.
func (f *eppFixture) seed(ctx context.Context) error {
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	ca, err := authority.NewAuthority("Bench CA", time.Now())
	if err != nil {
		return err
	}
	f.Authority = ca
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert, err := ca.Sign(authority.ClientCertificate(pkix.Name{CommonName: "bench"}, time.Now().Add(-time.Hour), time.Now().Add(time.Hour)), key.Public())
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.Cert)
	f.tls = &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key, Leaf: cert}}, ServerName: "localhost"}
	secret, err := f.HashPassword(eppPassword)
	if err != nil {
		return err
	}
	if _, err := command.Do(ctx, f.Runner, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "bench", Name: "Bench", Currency: "EUR"}}); err != nil {
		return err
	}
	if _, err := command.Do(ctx, f.Runner, operator, ledger.Deposit{Registrar: "bench", Amount: money.EUR(1_000_000_000_00)}); err != nil {
		return err
	}
	u, err := command.Do(ctx, f.Runner, operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: access.RegistrarRealm, Login: "bench", Registrar: "bench", Roles: []registry.Role{registry.RoleEPP}, Fingerprints: []string{authority.Fingerprint(cert)},
	}})
	if err != nil {
		return err
	}
	for _, id := range []registry.ContactID{"alice", "bob"} {
		if _, err := command.Do(ctx, f.Runner, u.Actor(), contact.CreateContact{Contact: registry.Contact{
			ID: id, Email: "alice@a.example", Voice: "+39.0612345678",
			Postal: registry.Postal{Name: "Alice Example", Street: []string{"1 Example Street"}, City: "Exampleville", PostalCode: "00100", Country: "IT"},
		}}); err != nil {
			return err
		}
	}
	return nil
}

// depositBalance returns the registrar's balance in cents.
func (f *eppFixture) depositBalance(ctx context.Context) (int64, error) {
	balance, err := command.Ask(ctx, f.Runner, registry.Actor{Registrar: "bench"}, ledger.BalanceInfo{})
	return balance.Available, err
}
