package command

import "time"

// NextDue tells when time next does something to some name or contact; the zero time when
// it never will. It may lie in the past: then something waits for Advance or
// AdvanceContact.
type NextDue struct{}

func (NextDue) Answer(s *Snapshot) (time.Time, error) {
	end := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	tr, waits, err := s.nextContact(end)
	if err != nil {
		return time.Time{}, err
	}
	names, err := s.st.Domains().Due(end, 1)
	if err != nil || len(names) == 0 {
		return tr.Acted, err
	}
	d, err := s.st.Domains().Get(names[0])
	if due := d.Due(); err != nil || !waits || due.Before(tr.Acted) {
		return due, err
	}
	return tr.Acted, nil
}
