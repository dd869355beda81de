package object

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReserveName sets and returns a new password that is required to register a name.
// A name outside the policy's Reserved becomes reserved by it. An earlier password
// is no longer valid. For operators; ErrUnsupported where the policy has no
// passwords of reserved names.
type ReserveName struct{ Name string }

func (c ReserveName) Run(t *command.Tx) (string, error) {
	if !t.By.Operator() {
		return "", registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	n, p, err := ParseSellable(t.Snapshot, c.Name)
	switch {
	case err != nil:
		return "", err
	case !p.ReservedAuthInfo:
		return "", registry.ErrUnsupported.On("name", string(n))
	}
	return setReservationPassword(t, n)
}

// setReservationPassword sets a new password for n and returns it.
func setReservationPassword(t *command.Tx, n name.Name) (string, error) {
	secret := command.NewAuthInfo(t.Runner)
	sealed := base64.RawStdEncoding.EncodeToString(t.Seal([]byte(secret), "reserved", string(n)))
	return secret, t.Store.Settings().Put(store.Setting{Key: reservationKey(n), Value: sealed})
}

func reservationKey(n name.Name) string { return "reserved " + string(n) }

// findReservation returns the password of n, and whether n is reserved. A reserved
// name without a password ("") cannot be registered.
func findReservation(s *command.Snapshot, n name.Name, p registry.Policy) (secret string, reserved bool, err error) {
	reserved = slices.Contains(p.Reserved, n)
	if !p.ReservedAuthInfo {
		return "", reserved, nil
	}
	setting, err := s.Store.Settings().Get(reservationKey(n))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", reserved, nil
	case err != nil:
		return "", reserved, err
	}
	sealed, err := base64.RawStdEncoding.DecodeString(setting.Value)
	if err != nil {
		return "", true, fmt.Errorf("password of %s: %w", n, err)
	}
	plain, err := s.Unseal(sealed, "reserved", string(n))
	return string(plain), true, err
}

// redeemReservation returns nil if n is not reserved, the actor is an operator, or
// password is right; a password is used up and replaced. ErrReserved where no
// password is accepted, ErrMissing for none, ErrAuthInfo for a wrong one.
func redeemReservation(t *command.Tx, n name.Name, p registry.Policy, password string) error {
	secret, reserved, err := findReservation(t.Snapshot, n, p)
	switch {
	case err != nil:
		return err
	case !reserved, t.By.Operator():
		return nil
	case !p.ReservedAuthInfo, t.By.Account != "": // storefront dialects have no field for the password
		return registry.ErrReserved.On("name", string(n))
	case password == "":
		return registry.ErrMissing.On("reserved_pw", "")
	case secret == "", subtle.ConstantTimeCompare([]byte(secret), []byte(password)) != 1:
		return registry.ErrAuthInfo.On("reserved_pw", "")
	}
	_, err = setReservationPassword(t, n)
	return err
}
