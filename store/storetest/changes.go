package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var changeTests = map[string]func(*testing.T, Database){
	"changes read while written come in order without gaps": changesFollowed,
	"changes are read in batches from any sequence":         changesInBatches,
	"a commit closes the channel of Committed":              commitWakesWaiters,
}

// wantNoGaps reports a test error unless got has the sequences 1 to n.
func wantNoGaps(t testing.TB, got []registry.Change, n int) {
	t.Helper()
	if len(got) != n {
		t.Errorf("got %d changes, want %d", len(got), n)
	}
	for i, c := range got {
		if c.Seq != uint64(i+1) {
			t.Fatalf("change %d has sequence %d", i+1, c.Seq)
		}
	}
}

func changesFollowed(t *testing.T, db Database) {
	all := stores(t, db, 2)
	const writers, each = 16, 125
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				err := all[w%len(all)].Update(context.Background(), func(tx store.Tx) error {
					if err := tx.Append(registry.Change{At: noon, Key: fmt.Sprintf("%d-%d", w, i)}); err != nil || i%10 != 9 {
						return err
					}
					return errTest
				})
				if (err == errTest) != (i%10 == 9) {
					t.Error(err)
				}
			}
		})
	}
	const total = writers * (each - each/10)
	deadline := time.After(time.Minute)
	var read []registry.Change
	keys := map[string]bool{}
	s := all[len(all)-1]
	for len(read) < total {
		committed := s.Committed()
		fresh := changes(t, s, uint64(len(read)))
		read = append(read, fresh...)
		wantNoGaps(t, read, len(read))
		for _, c := range fresh {
			keys[c.Key] = true
		}
		if len(fresh) > 0 {
			continue
		}
		select {
		case <-committed:
		case <-deadline:
			t.Fatalf("got %d changes in a minute, want %d", len(read), total)
		}
	}
	wg.Wait()
	wantNoGaps(t, changes(t, s, 0), total)
	if len(keys) != total {
		t.Errorf("got %d different changes, want %d", len(keys), total)
	}
}

func changesInBatches(t *testing.T, db Database) {
	s := open(t, db)
	const n = 1200
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			if err := tx.Append(registry.Change{At: noon, Key: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	wantNoGaps(t, changes(t, s, 0), n)
	rest := changes(t, s, n-3)
	if len(rest) != 3 || rest[0].Seq != n-2 || rest[2].Key != fmt.Sprint(n-1) {
		t.Errorf("the last three: got %v", rest)
	}
	wantEqual(t, "after the end", changes(t, s, n), []registry.Change(nil))
	read := 0
	for c, err := range s.Changes(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		update(t, s, func(tx store.Tx) error { return tx.Settings().Put(store.Setting{Key: "read", Value: c.Key}) })
		if read++; read == 7 {
			break
		}
	}
}

func commitWakesWaiters(t *testing.T, db Database) {
	all := stores(t, db, 2)
	for i, s := range all {
		committed := s.Committed()
		update(t, all[0], func(tx store.Tx) error { return tx.Append(registry.Change{At: noon}) })
		select {
		case <-committed:
		case <-time.After(2 * time.Second):
			t.Errorf("store %d was not notified", i)
		}
	}
}
