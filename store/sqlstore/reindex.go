package sqlstore

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/store"
)

// Reindex writes again the rows of the tables whose columns a migration has added
// or changed, so that the columns follow the documents. The migration inserts the
// row "reindex <table>" into counters, which is deleted in the same transaction.
func Reindex(storeTx store.Tx) error {
	tx := storeTx.(*Tx)
	for _, table := range []struct {
		name string
		run  func() error
	}{
		{"domains", func() error { return reindex(&tx.domains.table) }},
		{"contacts", func() error { return reindex(&tx.contacts.table) }},
		{"hosts", func() error { return reindex(&tx.hosts.table) }},
		{"invoices", func() error { return reindex(&tx.invoices.table) }},
	} {
		n, err := tx.exec("DELETE FROM counters WHERE name = $1", "reindex "+table.name)
		if err == nil && n > 0 {
			err = table.run()
		}
		if err != nil {
			return fmt.Errorf("reindex %s: %w", table.name, err)
		}
	}
	return nil
}

func reindex[K comparable, V any](t *table[K, V]) error {
	for v, err := range t.All() {
		if err != nil {
			return err
		}
		t.setPresence(t.keyOf(v), true)
		if err := t.Put(v); err != nil {
			return err
		}
		delete(t.presence, t.keyOf(v)) // of millions of rows
	}
	return nil
}
