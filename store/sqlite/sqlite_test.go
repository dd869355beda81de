package sqlite_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/store/storetest"
)

func TestSQLitePassesTheSuite(t *testing.T) { storetest.Run(t, storetest.SQLite) }
