package access

import (
	"context"
	"errors"
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
)

// Login returns the user with a login and a password. The password is hashed
// outside any transaction, since that is slow on purpose, and on few cores at a
// time; passwords verified before are cached, for clients that send them with
// every call. Failures delay further tries of the same login and from the same
// address, but not cached logins. ErrLogin, ErrBusy, and the faults of
// AuthorizeUser.
func Login(ctx context.Context, r *command.Runner, realm, login, password, address string) (registry.User, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if len(login) > 254 || len(password) > 128 {
		return registry.User{}, registry.ErrLogin
	}
	known, err := command.Ask(ctx, r, registry.Actor{}, cachedLogin{realm, login, password, address})
	u, unknown := known.user, errors.Is(err, registry.ErrNoUser)
	if err != nil && !unknown || known.proved {
		return u, err
	}
	keys := []string{"login " + realm + " " + login, "address " + throttleKeyOf(address)}
	if err := r.Passwords.Throttle(ctx, r.WallClock(), keys); err != nil {
		return registry.User{}, err
	}
	good, err := r.Passwords.Check(ctx, u.PasswordHash, password)
	if err != nil {
		return registry.User{}, err
	}
	if !good || unknown {
		r.Passwords.RecordFailure(r.WallClock(), keys)
		return registry.User{}, registry.ErrLogin
	}
	return command.Ask(ctx, r, registry.Actor{}, authorizeLogin{u, address})
}

// throttleKeyOf returns the key under which failures from an address are counted:
// an IPv6 client usually has a whole /64.
func throttleKeyOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	return limit.Hosts.Of(a).String()
}

// cachedLogin finds the user of a login. If the password was verified before, it
// also authorizes the user.
type cachedLogin struct{ realm, login, password, address string }

type cachedLoginResult struct {
	user   registry.User
	proved bool // the password was verified before, and the user is authorized
}

func (q cachedLogin) Answer(s *command.Snapshot) (cachedLoginResult, error) {
	u, err := FindUserByLogin(s, q.realm, q.login)
	if err != nil || !s.Runner.Passwords.IsVerified(u.PasswordHash, q.password) {
		return cachedLoginResult{user: u}, err
	}
	return cachedLoginResult{u, true}, AuthorizeUser(s, u, q.address)
}

// authorizeLogin authorizes a user whose password was just checked. ErrLogin if
// the password was changed since.
type authorizeLogin struct {
	user    registry.User
	address string
}

func (q authorizeLogin) Answer(s *command.Snapshot) (registry.User, error) {
	u, err := s.Store.Users().Get(q.user.ID)
	switch {
	case err != nil:
		return u, command.NotFoundAs(err, registry.ErrLogin, "", "")
	case u.PasswordHash != q.user.PasswordHash:
		return u, registry.ErrLogin
	}
	return u, AuthorizeUser(s, u, q.address)
}

// AuthorizeUser returns nil if u may log in from address ("": any); ErrLogin,
// ErrSuspended or ErrAddress. A registrar's address list applies to its own users,
// not to the customers of its storefront.
func AuthorizeUser(s *command.Snapshot, u registry.User, address string) error {
	if u.Disabled {
		return registry.ErrLogin
	}
	if u.Registrar == "" {
		return nil
	}
	r, err := s.Store.Registrars().Get(u.Registrar)
	switch {
	case err != nil:
		return command.NotFoundAs(err, registry.ErrLogin, "", "")
	case r.Suspended:
		return registry.ErrSuspended.On("registrar", string(r.ID))
	case u.Account == "":
		allowed := r.Allow
		if !s.Runner.AddressLists {
			allowed = r.OperatorNetworks()
		}
		if address != "" && len(allowed) > 0 && !prefixesContain(allowed, address) {
			return registry.ErrAddress.On("address", address)
		}
		return nil
	}
	a, err := s.Store.Accounts().Get(u.Account)
	switch {
	case err != nil:
		return command.NotFoundAs(err, registry.ErrLogin, "", "")
	case a.Registrar != u.Registrar:
		return registry.ErrLogin
	case a.Suspended:
		return registry.ErrSuspended.On("account", string(a.ID))
	}
	return nil
}

// prefixesContain reports whether one of list contains address.
func prefixesContain(list []netip.Prefix, address string) bool {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, p := range list {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
