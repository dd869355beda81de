package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/cadastre-registry/cadastre/face/rdap"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view"
)

// benchRDAP measures look-ups of domains by the public.
func benchRDAP(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "rdap.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	w, err := newWorld(ctx, st)
	if err != nil {
		return err
	}
	if err := w.fill(ctx, s.names); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: &rdap.Face{Path: "/rdap", Lookup: view.Lookup{Store: st, Policies: w.Policies, Now: w.Now}}}
	go server.Serve(l)
	defer server.Close()

	header(fmt.Sprintf("RDAP over HTTP, %d names in the store", s.names))
	get, err := wires(l.Addr().String(), connections, func(int) string {
		return request("none", "/rdap/domain/"+nameOf(1+rand.IntN(s.names)))
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, get) // warm
	r := load(ctx, connections, s.seconds, get)
	r.print("GET /domain/{name}", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return nil
}
