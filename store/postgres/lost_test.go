package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

// TestLostConnectionIsReopened terminates all connections while functions run.
// A function whose commit was under way may fail; none is done by half.
func TestLostConnectionIsReopened(t *testing.T) {
	s, err := storetest.Postgres(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(i int) error {
		return s.Update(context.Background(), func(tx store.Tx) error {
			if err := tx.Settings().Put(store.Setting{Key: fmt.Sprint(i)}); err != nil {
				return err
			}
			return tx.Append(registry.Change{Key: fmt.Sprint(i)})
		})
	}
	admin, err := pgx.Connect(t.Context(), storetest.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(context.Background())
	var mu sync.Mutex
	done := map[string]bool{}
	failed := 0
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 300 {
				err := put(w*300 + i)
				mu.Lock()
				if err == nil {
					done[fmt.Sprint(w*300+i)] = true
				} else {
					failed++
				}
				mu.Unlock()
			}
		})
	}
	for range 60 {
		time.Sleep(5 * time.Millisecond)
		if _, err := admin.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cadastre'"); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	if err := put(10000); err != nil {
		t.Errorf("after the connections were terminated: %v", err)
	}
	if failed > 60*8 {
		t.Errorf("%d of 2400 failed, more than can have been under way", failed)
	}
	written, err := changeKeys(t, s)
	for range 20 { // a terminated reading connection is noticed when it is used
		if err != nil {
			written, err = changeKeys(t, s)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for key := range done {
		if !written[key] {
			t.Errorf("%s was acknowledged and is missing", key)
		}
	}
}

// changeKeys returns the keys of all changes. It fails the test if their
// sequence has a gap or a key is there twice.
func changeKeys(t *testing.T, s store.Store) (map[string]bool, error) {
	seq, written := uint64(0), map[string]bool{}
	for c, err := range s.Changes(t.Context(), 0) {
		if err != nil {
			return nil, err
		}
		if seq++; c.Seq != seq {
			t.Errorf("change %d has sequence %d", seq, c.Seq)
		}
		if written[c.Key] {
			t.Errorf("%s was done twice", c.Key)
		}
		written[c.Key] = true
	}
	return written, nil
}
