package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
)

const connections = 16

// benchHTTP measures KifDom's reads, with client and server on the same processors.
func benchHTTP(ctx context.Context, s settings) error {
	w, err := newFilledFixture(ctx, s, "http.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	server, token, err := w.serveKifDom(ctx)
	if err != nil {
		return err
	}
	defer server.close()
	addr := server.addr("http")

	printHeader(fmt.Sprintf("KifDom over HTTP, %d domains of one account", s.names))
	get, err := requestOK(addr, connections, func(int) string {
		return getRequest(token, "/api/v1/domains/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm up
	r := load(ctx, connections, s.duration, get)
	r.print("GET /domains/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return benchList(addr, token, s.names)
}

// benchList gets all domains in one request, and prints time and memory.
func benchList(addr, token string, names int) error {
	before := residentMiB()
	w, err := dialHTTP(addr)
	if err != nil {
		return err
	}
	start := time.Now()
	status, length, err := w.do(getRequest(token, "/api/v1/domains"))
	if err != nil || status != 200 {
		return fmt.Errorf("list: status %d: %w", status, err)
	}
	fmt.Printf("%-44s %8d %10s: %d domains, %d M in %s; resident %d M before, %d M after\n", "GET /domains", 1, "", names, length>>20, time.Since(start).Round(time.Millisecond), before, residentMiB())
	return nil
}

// getRequest returns a GET request with a bearer token.
func getRequest(token, path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n"
}

// serveKifDom starts a server, and returns it with a token of alice for KifDom's API.
func (f fixture) serveKifDom(ctx context.Context) (server *running, token string, err error) {
	issued, err := command.Do(ctx, f.Runner, f.alice, access.IssueToken{Kind: "kifdom", TTL: time.Hour})
	if err != nil {
		return nil, "", err
	}
	server, err = serve(ctx, f.Runner)
	return server, issued.Secret, err
}
