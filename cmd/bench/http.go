package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/kifdom"
	"github.com/cadastre-registry/cadastre/face/rest"
)

const connections = 16

// benchHTTP measures KifDom's reads, with client and server on the same processors.
func benchHTTP(ctx context.Context, s settings) error {
	w, err := filled(ctx, s, "http.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	addr, token, stop, err := w.serve(ctx)
	if err != nil {
		return err
	}
	defer stop()

	header(fmt.Sprintf("KifDom over HTTP, %d domains of one account", s.names))
	get, err := wires(addr, connections, func(int) string {
		return request(token, "/api/v1/domains/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm up
	r := load(ctx, connections, s.seconds, get)
	r.print("GET /domains/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return list(addr, token, s.names)
}

// benchList gets all domains in one request, and prints time and memory.
func list(addr, token string, names int) error {
	before := resident()
	w, err := dial(addr)
	if err != nil {
		return err
	}
	start := time.Now()
	status, length, err := w.get(request(token, "/api/v1/domains"))
	if err != nil || status != 200 {
		return fmt.Errorf("list: status %d: %w", status, err)
	}
	fmt.Printf("%-44s %8d %10s: %d domains, %d M in %s; resident %d M before, %d M after\n", "GET /domains", 1, "", names, length>>20, time.Since(start).Round(time.Millisecond), before, resident())
	return nil
}

// getRequest returns a GET request with a bearer token.
func request(token, path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n"
}

// serveKifDom serves KifDom's API on a free port, and returns a token of alice.
func (f world) serve(ctx context.Context) (addr, token string, stop func(), err error) {
	issued, err := command.Do(ctx, f.Runner, f.alice, command.IssueToken{Kind: "kifdom", TTL: time.Hour})
	if err != nil {
		return "", "", nil, err
	}
	addr, stop, err = answered(rest.Handler(&kifdom.Dialect, f.Runner))
	return addr, issued.Secret, stop, err
}
