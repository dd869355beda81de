package sqlite

import "time"

// checkpointInterval is the time between checkpoints.
const checkpointInterval = 2 * time.Second

// checkpoint copies the write-ahead log into the database file concurrently with
// the writer, so that commits seldom have to.
func (s *Store) checkpoint() {
	defer s.tasks.Done()
	c, err := connect(s.path, "PRAGMA wal_autocheckpoint = 0")
	if err != nil {
		return // the writer's connection checkpoints at 20000 pages
	}
	defer c.Close()
	tick := time.NewTicker(checkpointInterval)
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
