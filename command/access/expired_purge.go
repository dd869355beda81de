package access

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
)

// PurgeExpired deletes tokens a week after their last expiry and replies kept
// for Idempotent after their window, at most 500 of each. It returns the number
// of deleted rows.
type PurgeExpired struct{}

func (PurgeExpired) Run(t *command.Tx) (int, error) {
	const batch = 500
	tokens, err := t.Store.Tokens().PurgeExpired(t.Now.Add(-7*24*time.Hour), batch)
	if err != nil {
		return 0, err
	}
	replies, err := t.Store.Responses().PurgeExpired(t.Now, batch)
	return tokens + replies, err
}
