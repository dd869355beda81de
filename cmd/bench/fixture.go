package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

// A world is one registrar with a storefront and one customer, alice, who pays
// for everything: the hot row.
type world struct {
	*command.Runner
	alice registry.Actor
}

const password = "benchmark password"

func newWorld(ctx context.Context, st store.Store) (world, error) {
	w := world{Runner: &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"fr": fr.Policy(fr.UsualPrices())}}}
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	const plenty = 1_000_000_000_00
	if _, err := command.Do(ctx, w.Runner, operator, command.CreateRegistrar{Registrar: registry.Registrar{
		ID: "kifdom", Name: "KifDom", Currency: "EUR",
		Nameservers: []name.Name{"ns1.kifdom.example", "ns2.kifdom.example"},
	}}); err != nil {
		return w, err
	}
	if _, err := command.Do(ctx, w.Runner, operator, command.Deposit{Registrar: "kifdom", Amount: money.EUR(plenty)}); err != nil {
		return w, err
	}
	a, err := command.Do(ctx, w.Runner, operator, command.CreateAccount{Account: registry.Account{
		ID: "alice", Registrar: "kifdom", Email: "alice@kifdom.example", First: "Alice", Last: "Example",
		Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Paris", PostalCode: "75001", Country: "FR"},
	}})
	if err != nil {
		return w, err
	}
	if _, err := command.Do(ctx, w.Runner, operator, command.Credit{Account: a.ID, Amount: money.EUR(plenty)}); err != nil {
		return w, err
	}
	secret, err := w.HashPassword(password)
	if err != nil {
		return w, err
	}
	u, err := command.Do(ctx, w.Runner, operator, command.CreateUser{Secret: secret, User: registry.User{
		Realm: "kifdom", Login: a.Email, Registrar: "kifdom", Account: a.ID,
	}})
	w.alice = u.Acting()
	return w, err
}

// filled is a world in a file of its own, with n names. Somebody has to close
// its Store.
func filled(ctx context.Context, s settings, file string, n int) (world, error) {
	st, err := sqlite.Open(filepath.Join(s.dir, file), sqlite.Options{})
	if err != nil {
		return world{}, err
	}
	w, err := newWorld(ctx, st)
	if err == nil {
		err = w.fill(ctx, n)
	}
	if err != nil {
		st.Close()
	}
	return w, err
}

// answered has h answer HTTP on a free port, until stop.
func answered(h http.Handler) (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h}
	go server.Serve(l)
	return l.Addr().String(), func() { server.Close() }, nil
}

// create registers the i-th name.
func (w world) create(ctx context.Context, i int) error {
	_, err := command.Do(ctx, w.Runner, w.alice, command.CreateDomain{Name: nameOf(i), Hosted: true})
	return err
}

func nameOf(i int) string { return fmt.Sprintf("name-%07d.fr", i) }

// fill registers n names.
func (w world) fill(ctx context.Context, n int) error {
	const clients = 64
	errs := make(chan error, clients)
	for c := range clients {
		go func() {
			for i := c + 1; i <= n; i += clients {
				if err := w.create(ctx, i); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	var first error
	for range clients {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}

// audited fails if the books are not in order.
func (w world) audited(ctx context.Context) error {
	wrong, err := command.Ask(ctx, w.Runner, registry.Actor{}, command.Audit{})
	if err == nil && len(wrong) > 0 {
		err = fmt.Errorf("the books are not in order: %s", wrong[0])
	}
	return err
}
