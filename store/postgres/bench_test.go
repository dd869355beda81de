package postgres_test

import (
	"crypto/rand"
	"fmt"
	"testing"

	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

func BenchmarkCreates(b *testing.B) {
	for _, single := range []bool{true, false} {
		for _, clients := range []int{1, 64} {
			b.Run(fmt.Sprintf("single=%v/clients=%d", single, clients), func(b *testing.B) {
				url := storetest.PostgresURL(b)
				s, err := postgres.Open(b.Context(), url, postgres.Options{Schema: "bench" + rand.Text(), NoGroupCommit: single})
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				storetest.Creates(b, s, clients, 5_000)
			})
		}
	}
}
