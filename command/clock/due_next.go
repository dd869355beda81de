package clock

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
)

// NextDue returns the instant at which the next domain or contact is due, UTC;
// the zero time when none is. It may be in the past: then an object waits for
// AdvanceDomain or AdvanceContact.
type NextDue struct{}

func (NextDue) Answer(s *command.Snapshot) (time.Time, error) {
	end := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	tr, contactDue, err := contact.FindDueContactTransfer(s, end)
	if err != nil {
		return time.Time{}, err
	}
	names, err := s.Store.Domains().Due(end, 1)
	if err != nil || len(names) == 0 {
		return tr.Acted, err
	}
	d, err := s.Store.Domains().Get(names[0])
	if due := d.Due(); err != nil || !contactDue || due.Before(tr.Acted) {
		return due, err
	}
	return tr.Acted, nil
}
