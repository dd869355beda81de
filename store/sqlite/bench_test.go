package sqlite_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

func BenchmarkCreates(b *testing.B) {
	for _, single := range []bool{true, false} {
		for _, clients := range []int{1, 64, 256} {
			b.Run(fmt.Sprintf("single=%v/clients=%d", single, clients), func(b *testing.B) {
				s, err := sqlite.Open(filepath.Join(b.TempDir(), "registry.db"), sqlite.Options{NoGroupCommit: single})
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				storetest.Creates(b, s, clients, 20_000)
			})
		}
	}
}
