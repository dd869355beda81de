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

// ReserveName gives a name a password, without which nobody registers it, and
// returns it: one of the policy's Reserved, or any other, which is reserved from
// then on. A password that there was is of no use afterwards. For operators;
// ErrUnsupported where the policy knows no such passwords.
type ReserveName struct{ Name string }

func (c ReserveName) Run(t *Tx) (string, error) {
	if !t.By.Operator() {
		return "", registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	n, p, err := t.sellable(c.Name)
	switch {
	case err != nil:
		return "", err
	case !p.ReservedAuth:
		return "", registry.ErrUnsupported.On("name", string(n))
	}
	return t.reserve(n)
}

// reserve gives n a new password.
func (t *Tx) reserve(n name.Name) (string, error) {
	secret := t.run.authInfo()
	sealed := base64.RawStdEncoding.EncodeToString(t.seal([]byte(secret), "reserved", string(n)))
	return secret, t.st.Settings().Put(store.Setting{Key: reservedKey(n), Value: sealed})
}

func reservedKey(n name.Name) string { return "reserved " + string(n) }

// reserved returns the password of n, and whether n is reserved; one that has no
// password is nobody's to register.
func (s *Snapshot) reserved(n name.Name, p registry.Policy) (secret string, is bool, err error) {
	is = slices.Contains(p.Reserved, n)
	if !p.ReservedAuth {
		return "", is, nil
	}
	kept, err := s.st.Settings().Get(reservedKey(n))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", is, nil
	case err != nil:
		return "", is, err
	}
	sealed, err := base64.RawStdEncoding.DecodeString(kept.Value)
	if err != nil {
		return "", true, fmt.Errorf("password of %s: %w", n, err)
	}
	plain, err := s.unseal(sealed, "reserved", string(n))
	return string(plain), true, err
}

// redeem lets who knows the password of a reserved name have it, once: the name
// has another one then. ErrReserved where no password helps, ErrMissing for
// none, ErrAuthInfo for a wrong one.
func (t *Tx) redeem(n name.Name, p registry.Policy, password string) error {
	secret, is, err := t.reserved(n, p)
	switch {
	case err != nil:
		return err
	case !is, t.By.Operator():
		return nil
	case !p.ReservedAuth, t.By.Account != "": // a storefront's customer has no way to say it
		return registry.ErrReserved.On("name", string(n))
	case password == "":
		return registry.ErrMissing.On("reserved_pw", "")
	case secret == "", subtle.ConstantTimeCompare([]byte(secret), []byte(password)) != 1:
		return registry.ErrAuthInfo.On("reserved_pw", "")
	}
	_, err = t.reserve(n)
	return err
}
