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

// benchHTTP measures KifDom's reads, client and server on the same processors.
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

	header(fmt.Sprintf("KifDom over HTTP, %d names of one account", s.names))
	get, err := wires(addr, connections, func(int) string {
		return request(token, "/api/v1/domains/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm
	r := load(ctx, connections, s.seconds, get)
	r.print("GET /domains/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return list(addr, token, s.names)
}

// list gets all names at once, and says what that took the whole process.
func list(addr, token string, names int) error {
	before := resident()
	w, err := dial(addr)
	if err != nil {
		return err
	}
	start := time.Now()
	status, length, err := w.get(request(token, "/api/v1/domains"))
	if err != nil || status != 200 {
		return fmt.Errorf("list: answer %d: %w", status, err)
	}
	fmt.Printf("%-44s %8d %10s: %d names, %d M in %s; resident %d M before, %d M after\n", "GET /domains", 1, "", names, length>>20, time.Since(start).Round(time.Millisecond), before, resident())
	return nil
}

func request(token, path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n"
}

// serve answers as KifDom's storefront on a free port, and logs alice in.
func (w world) serve(ctx context.Context) (addr, token string, stop func(), err error) {
	issued, err := command.Do(ctx, w.Runner, w.alice, command.IssueToken{Kind: "kifdom", TTL: time.Hour})
	if err != nil {
		return "", "", nil, err
	}
	addr, stop, err = answered(rest.Handler(&kifdom.Dialect, w.Runner))
	return addr, issued.Secret, stop, err
}
