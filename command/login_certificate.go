package command

import (
	"context"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// LoginCertified is Login for one who also shows a client certificate, as EPP
// demands (RFC 5734 section 8). The certificate's Print must be one of the
// user's: with somebody else's, and for a user who has none, the fault is
// ErrLogin. A user who may not work with objects has ErrRole.
func LoginCertified(ctx context.Context, r *Runner, realm, login, password, address, print string) (registry.User, error) {
	u, err := Login(ctx, r, realm, login, password, address)
	if err == nil {
		err = certified(u, print)
	}
	if err != nil {
		return registry.User{}, err
	}
	return u, nil
}

func certified(u registry.User, print string) error {
	switch {
	case !slices.Contains(u.Prints, print):
		return registry.ErrLogin
	case !u.May(registry.RoleEPP):
		return registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	return nil
}

// Admitted looks whether one who came in with LoginCertified may stay: a long
// session outlives certificates, users and registrars. Its result is the user
// as it is now; its faults are those of LoginCertified. A changed password
// does not end sessions.
type Admitted struct {
	User           registry.UserID
	Address, Print string
}

func (q Admitted) Answer(s *Snapshot) (registry.User, error) {
	u, err := s.st.Users().Get(q.User)
	if err != nil {
		return u, absent(err, registry.ErrLogin, "", "")
	}
	if err := certified(u, q.Print); err != nil {
		return u, err
	}
	return u, s.admits(u, q.Address)
}
