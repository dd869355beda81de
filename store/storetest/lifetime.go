package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var lifetimeTests = map[string]func(*testing.T, Database){
	"IDs are unique, also after opening again":                  idsUnique,
	"a schema that a newer program wrote is refused":            newerSchema,
	"a closed store returns errors":                             closedStore,
	"a table can be read with All and written at the same time": walkAndWrite,
}

func idsUnique(t *testing.T, db Database) {
	seen := map[int64]bool{}
	for range 2 {
		s := open(t, db)
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				var ids []int64
				err := s.Update(context.Background(), func(tx store.Tx) error {
					ids = nil
					for range 70 {
						id, err := tx.NextID()
						if err != nil {
							return err
						}
						ids = append(ids, id)
					}
					if i%3 == 0 {
						return errTest
					}
					return nil
				})
				mu.Lock()
				defer mu.Unlock()
				for j, id := range ids {
					if seen[id] || id < 1 || j > 0 && id <= ids[j-1] {
						t.Errorf("got %d twice or out of order: %v", id, err)
					}
					seen[id] = true
				}
			})
		}
		wg.Wait()
		s.Close()
	}
}

func closedStore(t *testing.T, db Database) {
	s := open(t, db)
	s.Close()
	if s.Update(t.Context(), writeEverything) == nil || s.View(t.Context(), writeEverything) == nil {
		t.Error("a closed store worked")
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

func newerSchema(t *testing.T, db Database) {
	open(t, db).Close()
	if err := db.ExecSQL("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)"); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Open(); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v, %v, want a refusal that names the newer program", s, err)
	}
}

func walkAndWrite(t *testing.T, db Database) {
	s := open(t, db)
	const n = 450 // more than one batch
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			if err := tx.Accounts().Put(registry.Account{ID: registry.AccountID(fmt.Sprintf("a%03d", i))}); err != nil {
				return err
			}
		}
		return nil
	})
	seen := 0
	update(t, s, func(tx store.Tx) error {
		seen = 0
		for a, err := range tx.Accounts().All() {
			if err != nil {
				return err
			}
			seen++
			a.Org = "Example"
			if err := tx.Accounts().Put(a); err != nil {
				return err
			}
		}
		return nil
	})
	if seen != n {
		t.Errorf("read %d accounts, want %d", seen, n)
	}
}
