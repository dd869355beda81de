package sqlite

import (
	"context"

	"github.com/cadastre-registry/cadastre/store"
)

// SetMaxPages changes Options.MaxPages of an open store.
func (s *Store) SetMaxPages(n int64) error {
	return s.queue.Do(context.Background(), func(store.Tx) error { return s.writer.conn.setMaxPages(n) })
}
