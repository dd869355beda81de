package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/forward"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// benchForward measures redirects of forwarded domains.
func benchForward(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "forward.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := fillForwards(ctx, st, s.names); err != nil {
		return err
	}
	f := &zone.ForwardCache{Store: st, Now: time.Now, Policies: map[name.Name]registry.Policy{"tk": tk.Policy("tk", tk.DefaultPrices())}}
	follower := zone.Follower{Store: st, Consumers: []zone.Consumer{f}}
	if err := follower.Load(ctx); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: &forward.Handler{Lookup: f.Forward, Log: slog.New(slog.DiscardHandler)}}
	go server.Serve(l)
	defer server.Close()

	printHeader(fmt.Sprintf("Forwarding over HTTP, %d domains", s.names))
	visit, err := requestOp(l.Addr().String(), connections, http.StatusMovedPermanently, func(int) string {
		return "GET /path?query=1 HTTP/1.1\r\nHost: " + forwardName(rand.IntN(s.names)) + "\r\n\r\n"
	})
	if err != nil {
		return err
	}
	load(ctx, connections, time.Second, visit) // warm up
	r := load(ctx, connections, s.duration, visit)
	r.print("GET of a redirected domain", connections)
	if r.failed > 0 {
		return fmt.Errorf("%d requests failed: %w", r.failed, r.firstError)
	}
	return nil
}

func forwardName(i int) string { return fmt.Sprintf("name-%07d.tk", i) }

// fillForwards writes n domains with a forward URL into a store.
func fillForwards(ctx context.Context, st store.Store, n int) error {
	const portion = 5000
	for from := 0; from < n; from += portion {
		err := st.Update(ctx, func(tx store.Tx) error {
			for i := from; i < min(n, from+portion); i++ {
				err := tx.Domains().Put(registry.Domain{
					Name: name.Name(forwardName(i)), ROID: strconv.Itoa(i) + "-CAD", UUID: strconv.Itoa(i), Number: int64(i + 1), Registrar: "freenom",
					Phase: registry.Active, Expires: time.Now().AddDate(1, 0, 0), Forward: registry.Forward{URL: "https://www.a.example/"},
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
