package postgres

import (
	"context"
	"time"

	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// watchPause is how late another process's commit may be noticed. A NOTIFY
// would be earlier, but takes a lock of the whole database at each commit.
const watchPause = 500 * time.Millisecond

// watch looks for changes that another process has committed.
func (s *Store) watch() {
	tick := time.NewTicker(watchPause)
	defer tick.Stop()
	var last uint64
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
		s.view(ctx, func(tx *sqlstore.Tx) error {
			seq, err := tx.Last()
			if err == nil && seq != last {
				last = seq
				s.signal.Send()
			}
			return err
		})
		cancel()
	}
}
