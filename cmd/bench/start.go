package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// benchStart measures how soon a server answers on a store that is full.
func benchStart(ctx context.Context, s settings) error {
	path := filepath.Join(s.dir, "start.db")
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	w, err := newWorld(ctx, st)
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

	header("Start")
	begun := time.Now()
	if w.Store, err = sqlite.Open(path, sqlite.Options{}); err != nil {
		return err
	}
	defer w.Store.Close()
	addr, token, stop, err := w.serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	c, err := dial(addr)
	if err != nil {
		return err
	}
	status, _, err := c.get(request(token, "/api/v1/domains/"+nameOf(1)))
	if err != nil || status != 200 {
		return fmt.Errorf("answer %d: %w", status, err)
	}
	fmt.Printf("%-44s %8d names: %s\n", "open, and the first answer", s.names, time.Since(begun).Round(time.Millisecond))
	return nil
}
