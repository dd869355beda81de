package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/tld/it"
)

// benchCheck measures the check of the .it API, for free and for taken names, with a
// token lookup in each call.
func benchCheck(ctx context.Context, s settings) error {
	w, err := newFilledFixture(ctx, s, "check.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	w.Policies["it"] = it.Policy(it.DefaultPrices())
	issued, err := command.Do(ctx, w.Runner, w.alice, access.IssueToken{
		Kind: altravia.Realm, TTL: time.Hour, HexBytes: 12, Scopes: altravia.Scopes(altravia.Dialect.Host),
	})
	if err != nil {
		return err
	}
	server, err := serve(ctx, w.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	addr := server.addr("http")

	printHeader(fmt.Sprintf("The .it API over HTTP, %d domains in the store", s.names))
	for _, row := range []struct {
		what   string
		status int
		path   func() string
	}{
		{"GET /check/{domain}, free", http.StatusOK, func() string { return fmt.Sprintf("/check/name-%07d.it", rand.IntN(s.names)) }},
		{"GET /check/{domain}, taken", http.StatusPreconditionFailed, func() string { return "/check/" + nameOf(1+rand.IntN(s.names)) }},
	} {
		get, err := requestOp(addr, connections, row.status, func(int) string { return getRequest(issued.Secret, row.path()) })
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
