package postgres_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/store/storetest"
)

func TestPostgreSQLPassesTheSuite(t *testing.T) { storetest.Run(t, storetest.Postgres) }
