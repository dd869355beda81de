package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cadastre-registry/cadastre/face/rdap"
	"github.com/cadastre-registry/cadastre/view"
)

// benchRDAP measures RDAP look-ups of domains.
func benchRDAP(ctx context.Context, s settings) error {
	w, err := filled(ctx, s, "rdap.db", s.names)
	if err != nil {
		return err
	}
	defer w.Store.Close()
	addr, stop, err := answered(&rdap.Server{Path: "/rdap", Lookup: view.Reader{Store: w.Store, Policies: w.Policies, Now: w.Now}})
	if err != nil {
		return err
	}
	defer stop()

	header(fmt.Sprintf("RDAP over HTTP, %d domains in the store", s.names))
	get, err := wires(addr, connections, func(int) string {
		return request("none", "/rdap/domain/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm up
	r := load(ctx, connections, s.seconds, get)
	r.print("GET /domain/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return nil
}
