package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

// benchCreate measures durable creates through command.Do, for each engine with group
// commit and with one transaction per commit.
func benchCreate(ctx context.Context, s settings) error {
	printHeader("Durable creates, all paid by one registrar and one account")
	if err := benchSync(s); err != nil {
		return err
	}
	err := compareCommitModes(ctx, s, "sqlite", func(name string, single bool) (store.Store, error) {
		return sqlite.Open(filepath.Join(s.dir, name+".db"), sqlite.Options{NoGroupCommit: single})
	})
	if err != nil {
		return err
	}
	url := s.postgres
	if url == "" {
		private, server, err := storetest.PrivatePostgres()
		if err != nil {
			fmt.Printf("%-44s not measured: %v\n", "postgres", err)
			return nil
		}
		defer server.Close()
		url = private
	}
	return compareCommitModes(ctx, s, "postgres", func(name string, single bool) (store.Store, error) {
		return postgres.Open(ctx, url, postgres.Options{Schema: fmt.Sprintf("bench_%d_%s", os.Getpid(), name), NoGroupCommit: single})
	})
}

// compareCommitModes measures creates with and without group commit.
func compareCommitModes(ctx context.Context, s settings, engine string, open func(name string, single bool) (store.Store, error)) error {
	rates := map[bool]float64{}
	for _, single := range []bool{true, false} {
		mode := "group commit"
		if single {
			mode = "one transaction per commit"
		}
		st, err := open(map[bool]string{true: "single", false: "group"}[single], single)
		if err != nil {
			return err
		}
		defer st.Close()
		w, err := newFixture(ctx, st)
		if err != nil {
			return err
		}
		r := load(ctx, s.clients, s.duration, w.create)
		r.print(engine+", "+mode, s.clients)
		if rates[single] = r.rate(); r.failed > 0 {
			return fmt.Errorf("%s: %d creates failed", engine, r.failed)
		}
		if err := w.audit(ctx); err != nil {
			return err
		}
	}
	fmt.Printf("%-44s %19.1f times\n", "  speed-up of group commit", rates[false]/rates[true])
	return nil
}

// benchSync measures the reference figure of the disk: repeated append and fsync of
// 4 KiB.
func benchSync(s settings) error {
	f, err := os.Create(filepath.Join(s.dir, "sync"))
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	page := make([]byte, 4096)
	r := load(context.Background(), 1, min(s.duration, 3*time.Second), func(context.Context, int) error {
		if _, err := f.Write(page); err != nil {
			return err
		}
		return f.Sync()
	})
	r.print("reference: append and fsync of 4 KiB", 1)
	return nil
}
