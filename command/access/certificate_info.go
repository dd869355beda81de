package access

import (
	"errors"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CertificateInfo returns a certificate of a user of the actor's registrar;
// ErrNoUser, ErrNoCert. The actor needs RoleSuper.
type CertificateInfo struct{ User, ID int64 }

// CertificateWithBundle is a certificate with its bundle, unsealed.
type CertificateWithBundle struct {
	registry.Certificate
	BundleFile []byte // nil when the certificate has no bundle
}

func (q CertificateInfo) Answer(s *command.Snapshot) (CertificateWithBundle, error) {
	u, err := FindRegistrarUser(s, q.User)
	if err != nil {
		return CertificateWithBundle{}, err
	}
	cert, err := findCertificate(s, u, q.ID)
	if err != nil || cert.Bundle == nil {
		return CertificateWithBundle{Certificate: cert}, err
	}
	file, err := s.Unseal(cert.Bundle, "bundle", cert.Fingerprint)
	return CertificateWithBundle{cert, file}, err
}

// findCertificate returns the certificate of u with that number, or ErrNoCert.
func findCertificate(s *command.Snapshot, u registry.User, id int64) (registry.Certificate, error) {
	cert, err := s.Store.Certificates().Get(id)
	if err == nil && cert.User != u.ID {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Certificate{}, registry.ErrNoCert.On("id", strconv.FormatInt(id, 10))
	}
	return cert, err
}

func listCertificates(s *command.Snapshot, u registry.User) (all []registry.Certificate, err error) {
	for c, err := range s.Store.Certificates().ByUser(u.ID) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
