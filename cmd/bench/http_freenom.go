package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// benchFreenom measures Freenom's reads: search, which needs no login, and getinfo and
// list, with e-mail address and password in each call.
func benchFreenom(ctx context.Context, s settings) error {
	w, err := newFilledFixture(ctx, s, "freenom.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	w.Policies["tk"] = tk.Policy("tk", tk.DefaultPrices())
	credentials, err := w.createReseller(ctx, "bob@freenom.example")
	if err != nil {
		return err
	}
	server, err := serve(ctx, w.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	addr := server.addr("http")

	printHeader(fmt.Sprintf("Freenom over HTTP, %d domains in the store", s.names))
	for _, row := range []struct {
		what string
		path func() string
	}{
		{"GET domain/search, free", func() string {
			return fmt.Sprintf("/v2/domain/search?domaintype=FREE&domainname=name-%07d.tk", rand.IntN(s.names))
		}},
		{"GET domain/search, taken", func() string { return "/v2/domain/search?domainname=" + nameOf(1+rand.IntN(s.names)) }},
		{"GET domain/getinfo, paid", func() string { return "/v2/domain/getinfo?domainname=paid.tk&" + credentials }},
		{"GET domain/list, 5 domains", func() string { return "/v2/domain/list?" + credentials }},
	} {
		get, err := requestOp(addr, connections, http.StatusOK, func(int) string { return getRequest("-", row.path()) })
		if err != nil {
			return err
		}
		load(ctx, connections, time.Second, get) // warm up
		r := load(ctx, connections, s.duration, get)
		r.print(row.what, connections)
		if r.failed > 0 {
			return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
		}
	}
	return nil
}

// createReseller creates an account with five domains, and returns its credentials as
// URL parameters.
func (f fixture) createReseller(ctx context.Context, email string) (credentials string, err error) {
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	a, err := command.Do(ctx, f.Runner, operator, registrar.CreateAccount{Account: registry.Account{
		ID: "reseller", Registrar: "kifdom", Email: email, First: "Bob", Last: "Example",
		Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Paris", PostalCode: "75001", Country: "FR"},
	}})
	if err != nil {
		return "", err
	}
	secret, err := f.HashPassword(password)
	if err != nil {
		return "", err
	}
	u, err := command.Do(ctx, f.Runner, operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: freenom.Realm, Login: email, Registrar: "kifdom", Account: a.ID,
	}})
	if err != nil {
		return "", err
	}
	for i := range 5 {
		c := object.CreateDomain{Name: fmt.Sprintf("free-%d.tk", i), Plan: registry.PlanFree, Forward: registry.Forward{URL: "https://a.example/"}}
		if i == 0 {
			c.Name, c.Plan = "paid.tk", registry.PlanPaid
			if _, err := command.Do(ctx, f.Runner, operator, ledger.Credit{Account: a.ID, Amount: tk.DefaultPrices()[registry.ProductCreate][registry.Years(1)].Retail}); err != nil {
				return "", err
			}
		}
		if _, err := command.Do(ctx, f.Runner, u.Actor(), c); err != nil {
			return "", err
		}
	}
	return url.Values{"email": {email}, "password": {password}}.Encode(), nil
}
