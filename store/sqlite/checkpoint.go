package sqlite

import "time"

// checkpointPause is how long the write-ahead log grows before it is moved
// into the file.
const checkpointPause = 2 * time.Second

// checkpoint moves the write-ahead log into the file beside the writer, which
// does not wait for it, so that commits seldom have to.
func (s *Store) checkpoint() {
	defer s.tasks.Done()
	c, err := connect(s.path, "PRAGMA wal_autocheckpoint = 0")
	if err != nil {
		return // the writer checkpoints by itself, at 20000 pages
	}
	defer c.Close()
	tick := time.NewTicker(checkpointPause)
	defer tick.Stop()
	for seen := s.Committed(); ; {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		select {
		case <-seen:
			seen = s.Committed()
			c.Exec("PRAGMA wal_checkpoint(PASSIVE)")
		default:
		}
	}
}
