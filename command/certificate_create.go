package command

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strconv"
	"strings"
	"time"

	"crypto/x509/pkix"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateCertificate signs a certificate for a user of the actor's registrar. A
// certificate for InterfaceAPI is accepted for EPP logins from then on. The
// actor needs RoleSuper. Faults: ErrNoUser, ErrCertRequest, ErrCertSubject,
// ErrCertKey, ErrTooBroad, ErrNoAuthority.
type CreateCertificate struct {
	User      int64  // the user's number
	Interface string // registry.InterfaceAPI or InterfacePortal; "": InterfaceAPI
	CSR       []byte // CSR in PEM or DER

	// Bundle, if not nil, returns the file that is sealed into
	// Certificate.Bundle. It may be called twice.
	Bundle func(cert, ca *x509.Certificate) ([]byte, error)
}

// maxCertificates limits the valid certificates of one user.
const maxCertificates = 20

// certificateLifetime is the validity of a client certificate.
const certificateLifetime = 365 * 24 * time.Hour

func (c CreateCertificate) Run(t *Tx) (registry.Certificate, error) {
	var none registry.Certificate
	u, err := t.FindRegistrarUser(c.User)
	if err != nil {
		return none, err
	}
	if c.Interface == "" {
		c.Interface = registry.InterfaceAPI
	}
	if err := checkInterfaces([]string{c.Interface}); err != nil {
		return none, registry.ErrRange.On("interface", truncate(c.Interface))
	}
	csr, err := parseCSR(c.CSR)
	if err != nil {
		return none, err
	}
	if err := registry.CheckRequest(csr, u.CertSubject()); err != nil {
		return none, err
	}
	if err := t.checkCertificateLimit(u); err != nil {
		return none, err
	}
	signed, err := t.signCertificate(csr, u)
	if err != nil {
		return none, err
	}
	id, err := t.st.NextID()
	if err != nil {
		return none, err
	}
	cert := registry.Certificate{
		ID: id, Registrar: u.Registrar, User: u.ID, Interface: c.Interface, Subject: signed.Subject.CommonName,
		Serial: signed.SerialNumber.Text(16), Fingerprint: Fingerprint(signed), Request: encodePEM("CERTIFICATE REQUEST", csr.Raw), PEM: encodePEM("CERTIFICATE", signed.Raw),
		Issued: t.Now, IssuedBy: t.authorID(), Expires: signed.NotAfter,
	}
	if c.Bundle != nil {
		file, err := c.Bundle(signed, t.run.Authority.Cert)
		if err != nil {
			return none, err
		}
		cert.Bundle = t.seal(file, "bundle", cert.Fingerprint)
	}
	if err := t.saveCertificate("create", cert); err != nil {
		return none, err
	}
	if c.Interface != registry.InterfaceAPI {
		return cert, nil
	}
	return cert, t.saveUser("certificate", u.WithFingerprint(cert.Fingerprint))
}

// checkCertificateLimit returns ErrTooBroad if u has maxCertificates valid ones.
func (t *Tx) checkCertificateLimit(u registry.User) error {
	certs, err := t.listCertificates(u)
	if err != nil {
		return err
	}
	valid := 0
	for _, c := range certs {
		if c.State(t.Now) == "valid" {
			valid++
		}
	}
	if valid >= maxCertificates {
		return registry.ErrTooMany.On("certificate", strconv.Itoa(maxCertificates))
	}
	return nil
}

// signCertificate returns the certificate for a checked CSR. The clock of a
// sandbox may be ahead of its clients' clocks, so the validity starts at the
// earlier of the environment's time and real time.
func (t *Tx) signCertificate(csr *x509.CertificateRequest, u registry.User) (*x509.Certificate, error) {
	ca := t.run.Authority
	if ca == nil {
		return nil, registry.ErrNoAuthority
	}
	r, err := t.FindRegistrar(u.Registrar)
	if err != nil {
		return nil, err
	}
	from, until := t.Now, t.Now.Add(certificateLifetime)
	if wall := t.run.wallClock(); wall.Before(from) {
		from = wall
	}
	if until.After(ca.Cert.NotAfter) {
		until = ca.Cert.NotAfter
	}
	name := pkix.Name{CommonName: u.CertSubject(), Organization: []string{r.Name}}
	return ca.Sign(ClientCertificate(name, from.Add(-time.Hour), until), csr.PublicKey)
}

// parseCSR parses a certificate signing request in PEM or DER; ErrCertRequest.
func parseCSR(b []byte) (*x509.CertificateRequest, error) {
	if block, _ := pem.Decode(b); block != nil && strings.HasSuffix(block.Type, "CERTIFICATE REQUEST") {
		b = block.Bytes
	}
	csr, err := x509.ParseCertificateRequest(b)
	if err != nil {
		return nil, registry.ErrCertRequest.On("csr", "")
	}
	return csr, nil
}

func encodePEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func (t *Tx) saveCertificate(verb string, c registry.Certificate) error {
	if err := t.st.Certificates().Put(c); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindCertificate, strconv.FormatInt(c.ID, 10), c)
}

// RevokeCertificate revokes a certificate, given by the numbers of its user and
// itself. Logins with it fail from then on. The actor needs RoleSuper.
type RevokeCertificate struct{ User, ID int64 }

func (c RevokeCertificate) Run(t *Tx) (registry.Certificate, error) {
	u, err := t.FindRegistrarUser(c.User)
	if err != nil {
		return registry.Certificate{}, err
	}
	cert, err := t.findCertificate(u, c.ID)
	if err != nil {
		return cert, err
	}
	if err := t.markRevoked(cert); err != nil {
		return cert, err
	}
	cert.Revoked = t.Now
	return cert, t.saveUser("certificate", u.WithoutFingerprint(cert.Fingerprint))
}

// markRevoked stores cert as revoked and drops its bundle; it does nothing if
// cert is revoked already.
func (t *Tx) markRevoked(cert registry.Certificate) error {
	if !cert.Revoked.IsZero() {
		return nil
	}
	cert.Revoked, cert.Bundle = t.Now, nil
	return t.saveCertificate("revoke", cert)
}

// CertificateInfo returns a certificate of a user of the actor's registrar;
// ErrNoUser, ErrNoCert. The actor needs RoleSuper.
type CertificateInfo struct{ User, ID int64 }

// CertificateWithBundle is a certificate with its bundle, unsealed.
type CertificateWithBundle struct {
	registry.Certificate
	BundleFile []byte // nil when the certificate has no bundle
}

func (q CertificateInfo) Answer(s *Snapshot) (CertificateWithBundle, error) {
	u, err := s.FindRegistrarUser(q.User)
	if err != nil {
		return CertificateWithBundle{}, err
	}
	cert, err := s.findCertificate(u, q.ID)
	if err != nil || cert.Bundle == nil {
		return CertificateWithBundle{Certificate: cert}, err
	}
	file, err := s.unseal(cert.Bundle, "bundle", cert.Fingerprint)
	return CertificateWithBundle{cert, file}, err
}

// findCertificate returns the certificate of u with that number, or ErrNoCert.
func (s *Snapshot) findCertificate(u registry.User, id int64) (registry.Certificate, error) {
	cert, err := s.st.Certificates().Get(id)
	if err == nil && cert.User != u.ID {
		err = store.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return registry.Certificate{}, registry.ErrNoCert.On("id", strconv.FormatInt(id, 10))
	}
	return cert, err
}

func (s *Snapshot) listCertificates(u registry.User) (all []registry.Certificate, err error) {
	for c, err := range s.st.Certificates().ByUser(u.ID) {
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
