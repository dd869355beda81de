package clock

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
)

// ClockAhead returns the lead of the environment's clock over real time.
type ClockAhead struct{}

func (ClockAhead) Answer(s *command.Snapshot) (time.Duration, error) { return readClockAhead(s) }
