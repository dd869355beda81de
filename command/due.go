package command

import "time"

// NextDue tells when time next does something to some name; the zero time when
// it never will. It may lie in the past: then something waits for Advance.
type NextDue struct{}

func (NextDue) Answer(s *Snapshot) (time.Time, error) {
	end := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	names, err := s.st.Domains().Due(end, 1)
	if err != nil || len(names) == 0 {
		return time.Time{}, err
	}
	d, err := s.st.Domains().Get(names[0])
	return d.Due(), err
}
