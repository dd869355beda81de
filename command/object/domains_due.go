package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
)

// DueDomains lists the names with transitions that are due and not stored yet,
// the longest overdue first, at most Limit.
type DueDomains struct{ Limit int }

func (q DueDomains) Answer(s *command.Snapshot) ([]name.Name, error) {
	return s.Store.Domains().Due(s.Now, q.Limit)
}
