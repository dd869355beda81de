package access

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RevokeCertificate revokes a certificate, given by the numbers of its user and
// itself. Logins with it fail from then on. The actor needs RoleSuper; ErrOwnAccess
// if it could not log in with any other certificate.
type RevokeCertificate struct{ User, ID int64 }

func (c RevokeCertificate) Run(t *command.Tx) (registry.Certificate, error) {
	u, err := FindRegistrarUser(t.Snapshot, c.User)
	if err != nil {
		return registry.Certificate{}, err
	}
	cert, err := findCertificate(t.Snapshot, u, c.ID)
	if err != nil {
		return cert, err
	}
	if err := checkOwnCertificate(t, u, cert); err != nil {
		return cert, err
	}
	if err := markRevoked(t, cert); err != nil {
		return cert, err
	}
	cert.Revoked = t.Now
	return cert, SaveUser(t, registry.VerbCertificate, u.WithoutFingerprint(cert.Fingerprint))
}

// checkOwnCertificate returns ErrOwnAccess if cert is the last one with which u, who
// is the actor, can log in.
func checkOwnCertificate(t *command.Tx, u registry.User, cert registry.Certificate) error {
	if u.ID != t.By.User || cert.State(t.Now) != "valid" {
		return nil
	}
	certs, err := listCertificates(t.Snapshot, u)
	if err != nil {
		return err
	}
	left := u.WithoutFingerprint(cert.Fingerprint).Fingerprints
	for _, c := range certs {
		if c.State(t.Now) != "valid" {
			left = slices.DeleteFunc(slices.Clone(left), func(f string) bool { return f == c.Fingerprint })
		}
	}
	if len(left) == 0 || slices.Equal(left, []string{registry.NoFingerprint}) {
		return registry.ErrOwnAccess.On("certificate", cert.Subject)
	}
	return nil
}

// markRevoked stores cert as revoked and drops its bundle; it does nothing if
// cert is revoked already.
func markRevoked(t *command.Tx, cert registry.Certificate) error {
	if !cert.Revoked.IsZero() {
		return nil
	}
	cert.Revoked, cert.Bundle = t.Now, nil
	return saveCertificate(t, registry.VerbRevoke, cert)
}
