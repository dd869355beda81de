package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/tk"
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
	server, err := serve(ctx, &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"tk": tk.Policy("tk", tk.DefaultPrices())}})
	if err != nil {
		return err
	}
	defer server.close()

	printHeader(fmt.Sprintf("Forwarding over HTTP, %d domains", s.names))
	visit, err := requestOp(server.addr("forward"), connections, http.StatusMovedPermanently, func(int) string {
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
