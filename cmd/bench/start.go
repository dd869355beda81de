package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// benchStart measures the time from opening a filled store to the first response.
func benchStart(ctx context.Context, s settings) error {
	path := filepath.Join(s.dir, "start.db")
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	w, err := newFixture(ctx, st)
	if err == nil {
		err = w.fill(ctx, s.names)
	}
	if err != nil {
		st.Close()
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}

	printHeader("Start")
	begun := time.Now()
	if w.Store, err = sqlite.Open(path, sqlite.Options{}); err != nil {
		return err
	}
	defer w.Store.Close()
	server, token, err := w.serveKifDom(ctx)
	if err != nil {
		return err
	}
	defer server.close()
	c, err := dialHTTP(server.addr("http"))
	if err != nil {
		return err
	}
	status, _, err := c.do(getRequest(token, "/api/v1/domains/"+nameOf(1)))
	if err != nil || status != 200 {
		return fmt.Errorf("status %d: %w", status, err)
	}
	fmt.Printf("%-44s %8d domains: %s\n", "open and first response", s.names, time.Since(begun).Round(time.Millisecond))
	return nil
}
