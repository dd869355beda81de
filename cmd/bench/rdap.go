package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// benchRDAP measures RDAP look-ups of domains.
func benchRDAP(ctx context.Context, s settings) error {
	w, err := newFilledFixture(ctx, s, "rdap.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	server, err := serve(ctx, w.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	addr := server.addr("http")

	printHeader(fmt.Sprintf("RDAP over HTTP, %d domains in the store", s.names))
	get, err := requestOK(addr, connections, func(int) string {
		return getRequest("none", "/rdap/domain/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm up
	r := load(ctx, connections, s.duration, get)
	r.print("GET /domain/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return nil
}
