package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RevokeCertificate revokes a certificate, given by the numbers of its user and
// itself. Logins with it fail from then on. The actor needs RoleSuper.
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
	if err := markRevoked(t, cert); err != nil {
		return cert, err
	}
	cert.Revoked = t.Now
	return cert, SaveUser(t, registry.VerbCertificate, u.WithoutFingerprint(cert.Fingerprint))
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
