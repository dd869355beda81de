package command

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReserveName sets and returns a new password that is required to register a name.
// A name outside the policy's Reserved becomes reserved by it. An earlier password
// is no longer valid. For operators; ErrUnsupported where the policy has no
// passwords of reserved names.
type ReserveName struct{ Name string }

func (c ReserveName) Run(t *Tx) (string, error) {
	if !t.By.Operator() {
		return "", registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	n, p, err := t.parseSellable(c.Name)
	switch {
	case err != nil:
		return "", err
	case !p.ReservedAuthInfo:
		return "", registry.ErrUnsupported.On("name", string(n))
	}
	return t.setReservationPassword(n)
}

// setReservationPassword sets a new password for n and returns it.
func (t *Tx) setReservationPassword(n name.Name) (string, error) {
	secret := t.run.newAuthInfo()
	sealed := base64.RawStdEncoding.EncodeToString(t.seal([]byte(secret), "reserved", string(n)))
	return secret, t.st.Settings().Put(store.Setting{Key: reservationKey(n), Value: sealed})
}

func reservationKey(n name.Name) string { return "reserved " + string(n) }

// findReservation returns the password of n, and whether n is reserved. A reserved
// name without a password ("") cannot be registered.
func (s *Snapshot) findReservation(n name.Name, p registry.Policy) (secret string, reserved bool, err error) {
	reserved = slices.Contains(p.Reserved, n)
	if !p.ReservedAuthInfo {
		return "", reserved, nil
	}
	setting, err := s.st.Settings().Get(reservationKey(n))
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
	plain, err := s.unseal(sealed, "reserved", string(n))
	return string(plain), true, err
}

// redeemReservation returns nil if n is not reserved, the actor is an operator, or
// password is right; a password is used up and replaced. ErrReserved where no
// password is accepted, ErrMissing for none, ErrAuthInfo for a wrong one.
func (t *Tx) redeemReservation(n name.Name, p registry.Policy, password string) error {
	secret, reserved, err := t.findReservation(n, p)
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
	_, err = t.setReservationPassword(n)
	return err
}
