package operator

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// ReserveName reserves a name, unless it is, and sets and returns a new password that is
// required to register it. An earlier password is no longer valid. For operators;
// ErrUnsupported where the policy has no passwords of reserved names.
type ReserveName struct{ Name string }

func (c ReserveName) Run(t *command.Tx) (string, error) {
	if err := requireOperator(t.Snapshot); err != nil {
		return "", err
	}
	n, p, err := object.ParseSellable(t.Snapshot, c.Name)
	switch {
	case err != nil:
		return "", err
	case !p.ReservedAuthInfo:
		return "", registry.ErrUnsupported.On("name", string(n))
	}
	r, err := t.FindRetained(n)
	if err != nil {
		return "", err
	}
	switch e, listed := r.Listing.Active(t.Now); {
	case listed && e.Class == namelist.Blocked:
		return "", registry.ErrNameBlocked.On("name", string(n))
	case !listed || e.Class != namelist.Reserved:
		if err := setEntry(t, n, namelist.Entry{Class: namelist.Reserved, Reason: "password", From: t.Now}); err != nil {
			return "", err
		}
	}
	return object.SetReservationPassword(t, n)
}
