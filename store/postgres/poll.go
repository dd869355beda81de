package postgres

import (
	"context"
	"time"

	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// pollInterval bounds how late another process's commit is noticed. NOTIFY would
// be faster, but takes a lock on the whole database at each commit.
const pollInterval = 500 * time.Millisecond

// pollChanges looks for changes committed by other processes. While it cannot look there
// may be some, so that the readers of the change log are told to look as well.
func (s *Store) pollChanges() {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	var last uint64
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
		seq := last
		err := s.view(ctx, func(tx *sqlstore.Tx) (err error) {
			seq, err = tx.LastSeq()
			return err
		})
		cancel()
		if err != nil || seq != last {
			s.signal.Broadcast()
		}
		if err == nil {
			last = seq
		}
	}
}
