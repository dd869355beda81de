package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// benchREPP measures a registrar's list of domains, at different offsets.
func benchREPP(ctx context.Context, s settings) error {
	w, err := newFilledFixture(ctx, s, "repp.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	secret, err := w.HashPassword(password)
	if err != nil {
		return err
	}
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	if _, err := command.Do(ctx, w.Runner, operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: access.RegistrarRealm, Login: "kifdom", Registrar: "kifdom", Roles: []registry.Role{registry.RoleSuper},
	}}); err != nil {
		return err
	}
	server, err := serve(ctx, w.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	addr := server.addr("http")

	printHeader(fmt.Sprintf("REPP over HTTP, %d domains of one registrar", s.names))
	login := "Basic " + base64.StdEncoding.EncodeToString([]byte("kifdom:"+password))
	for _, row := range []struct {
		what string
		from func() int
	}{
		{"GET /domains, 200 with details, offset 0", func() int { return 0 }},
		{"random offset", func() int { return rand.IntN(s.names) }},
		{"the last 200", func() int { return s.names - 200 }},
	} {
		get, err := requestOK(addr, 1, func(int) string {
			return fmt.Sprintf("GET /repp/v1/domains?limit=200&details=true&offset=%d HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\n\r\n", row.from(), login)
		})
		if err != nil {
			return err
		}
		load(ctx, 1, time.Second, get) // warm up
		r := load(ctx, 1, s.duration, get)
		r.print(row.what, 1)
		if r.failed > 0 {
			return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
		}
	}
	return nil
}
