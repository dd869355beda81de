package access

import (
	"context"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// LoginWithCertificate is Login for a client that also presents a TLS certificate,
// as EPP requires (RFC 5734 section 8). ErrLogin unless fingerprint is one of the
// user's Fingerprints; ErrRole for a user without RoleEPP.
func LoginWithCertificate(ctx context.Context, r *command.Runner, realm, login, password, address, fingerprint string) (registry.User, error) {
	u, err := Login(ctx, r, realm, login, password, address)
	if err == nil {
		err = checkCertificate(u, fingerprint)
	}
	if err != nil {
		return registry.User{}, err
	}
	return u, nil
}

// checkCertificate checks the certificate and the role of an EPP user.
func checkCertificate(u registry.User, fingerprint string) error {
	switch {
	case !slices.Contains(u.Fingerprints, fingerprint):
		return registry.ErrLogin
	case !u.May(registry.RoleEPP):
		return registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	return nil
}

// RecheckLogin checks again that the user of an open session may use it: a session
// may outlive certificates, users and registrars. It returns the current user, or
// the faults of LoginWithCertificate. A changed password does not end sessions.
type RecheckLogin struct {
	User                 registry.UserID
	Address, Fingerprint string
}

func (q RecheckLogin) Answer(s *command.Snapshot) (registry.User, error) {
	u, err := s.Store.Users().Get(q.User)
	if err != nil {
		return u, command.NotFoundAs(err, registry.ErrLogin, "", "")
	}
	if err := checkCertificate(u, q.Fingerprint); err != nil {
		return u, err
	}
	return u, AuthorizeUser(s, u, q.Address)
}
