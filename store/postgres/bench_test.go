package postgres_test

import (
	"fmt"
	"testing"

	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

func BenchmarkCreates(b *testing.B) {
	for _, o := range []postgres.Options{{Single: true}, {}, {Committers: 2}} {
		for _, clients := range []int{1, 64} {
			b.Run(fmt.Sprintf("single=%v/committers=%d/clients=%d", o.Single, max(o.Committers, 1), clients), func(b *testing.B) {
				o.Schema = fmt.Sprintf("bench_%d_%d_%v_%d", b.N, clients, o.Single, o.Committers)
				s, err := postgres.Open(b.Context(), storetest.PostgresURL(b), o)
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				storetest.Creates(b, s, clients, 5_000)
			})
		}
	}
}
