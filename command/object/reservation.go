package object

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// CheckRetained returns the prices of n if it is premium; ErrProtected, ErrNameBlocked, or
// ErrReserved unless the actor may register it, or may have its password if one is
// accepted. A free registration of a premium name is ErrReserved too.
func CheckRetained(s *command.Snapshot, n name.Name, p registry.Policy, plan registry.Plan) (registry.Premium, error) {
	r, err := s.FindRetained(n)
	if err != nil {
		return nil, err
	}
	if err := s.CheckProtectedBy(n, r); err != nil {
		return nil, err
	}
	e, listed := r.Listing.Active(s.Now)
	switch {
	case !listed:
		return nil, nil
	case e.Class == namelist.Blocked:
		return nil, registry.ErrNameBlocked.On("name", string(n))
	case e.Class == namelist.Premium && plan == registry.PlanPaid:
		return e.Prices, nil
	case s.By.Operator(), r.ReservedFor(s.By, s.Now):
		return nil, nil
	case e.Class == namelist.Reserved && acceptsPassword(s, p): // the registrar may have it (docs/contracts/ee.md section 4)
		return nil, nil
	}
	return nil, registry.ErrReserved.On("name", string(n))
}

// acceptsPassword reports whether the actor may register a reserved name with its password.
// Dialects of storefronts have no field for it.
func acceptsPassword(s *command.Snapshot, p registry.Policy) bool {
	return p.ReservedAuthInfo && s.By.Account == ""
}

// SetReservationPassword sets a new password for n and returns it.
func SetReservationPassword(t *command.Tx, n name.Name) (string, error) {
	secret := command.NewAuthInfo(t.Runner)
	sealed := base64.RawStdEncoding.EncodeToString(t.Seal([]byte(secret), "reserved", string(n)))
	return secret, t.Store.Settings().Put(store.Setting{Key: reservationKey(n), Value: sealed})
}

func reservationKey(n name.Name) string { return "reserved " + string(n) }

// findReservationPassword returns the password of n; "" if it has none.
func findReservationPassword(s *command.Snapshot, n name.Name) (string, error) {
	setting, err := s.Store.Settings().Get(reservationKey(n))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	sealed, err := base64.RawStdEncoding.DecodeString(setting.Value)
	if err != nil {
		return "", fmt.Errorf("password of %s: %w", n, err)
	}
	plain, err := s.Unseal(sealed, "reserved", string(n))
	return string(plain), err
}

// redeemReservation returns nil if n has no active reservation, the actor is an operator or
// the registrar that n is reserved for, or password is right; a password is used up and
// replaced. ErrMissing for none, ErrAuthInfo for a wrong one, and ErrReserved where the TLD
// accepts passwords and the actor has no field for it.
func redeemReservation(t *command.Tx, n name.Name, p registry.Policy, password string) error {
	if !p.ReservedAuthInfo || t.By.Operator() { // CheckRetained has refused it
		return nil
	}
	r, err := t.FindRetained(n)
	if err != nil || r.ReservedFor(t.By, t.Now) {
		return err
	}
	secret, err := findReservationPassword(t.Snapshot, n)
	if err != nil {
		return err
	}
	e, listed := r.Listing.Active(t.Now)
	reserved := listed && e.Class == namelist.Reserved || secret != "" // by a program before there were lists
	switch {
	case !reserved:
		return nil
	case !acceptsPassword(t.Snapshot, p):
		return registry.ErrReserved.On("name", string(n))
	case password == "":
		return registry.ErrMissing.On("reserved_pw", "")
	case secret == "", subtle.ConstantTimeCompare([]byte(secret), []byte(password)) != 1:
		return registry.ErrAuthInfo.On("reserved_pw", "")
	}
	_, err = SetReservationPassword(t, n)
	return err
}
