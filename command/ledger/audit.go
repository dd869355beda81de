package ledger

import "github.com/cadastre-registry/cadastre/command"

// Audit checks the ledger, and returns one sentence for each inconsistency; nil if
// there is none.
type Audit struct{}

func (Audit) Answer(s *command.Snapshot) ([]string, error) { return s.Store.Balances().Audit() }
