package transfer

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListTransfers lists the transfers of which the actor is a side, newest first,
// at most Limit (zero: 100): those that are pending or ended after Since.
type ListTransfers struct {
	Since time.Time
	Limit int
}

func (q ListTransfers) Answer(s *command.Snapshot) ([]registry.Transfer, error) {
	list, err := s.Store.Transfers().BySide(s.By.Registrar, s.By.Account, q.Since, q.Limit)
	if err != nil {
		return nil, err
	}
	for i, tr := range list {
		if tr.State != registry.TransferPending || s.Now.Before(tr.Acted) || tr.Kind != registry.KindDomain {
			continue
		}
		d, err := s.FindDomain(name.Name(tr.Key)) // due, but its outcome is not stored yet
		if err == nil && d.Transfer != nil && d.Transfer.ID == tr.ID {
			list[i] = *d.Transfer
		} else if err != nil && !errors.Is(err, registry.ErrNoName) {
			return nil, err
		}
	}
	return list, nil
}
