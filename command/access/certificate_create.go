package access

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateCertificate signs a certificate for a user of the actor's registrar. A
// certificate for InterfaceAPI is accepted for EPP logins from then on. The
// actor needs RoleSuper. Faults: ErrNoUser, ErrCertRequest, ErrCertSubject,
// ErrCertKey, ErrTooMany, ErrNoAuthority.
type CreateCertificate struct {
	User      int64              // the user's number
	Interface registry.Interface // registry.InterfaceAPI or InterfacePortal; "": InterfaceAPI
	CSR       []byte             // CSR in PEM or DER

	// Bundle, if not nil, returns the file that is sealed into
	// Certificate.Bundle. It may be called twice.
	Bundle func(cert, ca *x509.Certificate) ([]byte, error)
}

// maxCertificates limits the valid certificates of one user.
const maxCertificates = 20

// certificateLifetime is the validity of a client certificate.
const certificateLifetime = 365 * 24 * time.Hour

func (c CreateCertificate) Run(t *command.Tx) (registry.Certificate, error) {
	var none registry.Certificate
	u, err := FindRegistrarUser(t.Snapshot, c.User)
	if err != nil {
		return none, err
	}
	if c.Interface == "" {
		c.Interface = registry.InterfaceAPI
	}
	if err := checkInterfaces([]registry.Interface{c.Interface}); err != nil {
		return none, registry.ErrRange.On("interface", registry.Truncate(string(c.Interface)))
	}
	csr, err := parseCSR(c.CSR)
	if err != nil {
		return none, err
	}
	if err := registry.CheckRequest(csr, u.CertSubject()); err != nil {
		return none, err
	}
	if err := checkCertificateLimit(t, u); err != nil {
		return none, err
	}
	signed, err := signCertificate(t, csr, u)
	if err != nil {
		return none, err
	}
	id, err := t.Store.NextID()
	if err != nil {
		return none, err
	}
	cert := registry.Certificate{
		ID: id, Registrar: u.Registrar, User: u.ID, Interface: c.Interface, Subject: signed.Subject.CommonName,
		Serial: signed.SerialNumber.Text(16), Fingerprint: authority.Fingerprint(signed), Request: encodePEM("CERTIFICATE REQUEST", csr.Raw), PEM: encodePEM("CERTIFICATE", signed.Raw),
		Issued: t.Now, IssuedBy: t.By.Author(), Expires: signed.NotAfter,
	}
	if c.Bundle != nil {
		file, err := c.Bundle(signed, t.Runner.Authority.Cert)
		if err != nil {
			return none, err
		}
		cert.Bundle = t.Seal(file, "bundle", cert.Fingerprint)
	}
	if err := saveCertificate(t, registry.VerbCreate, cert); err != nil {
		return none, err
	}
	if c.Interface != registry.InterfaceAPI {
		return cert, nil
	}
	return cert, SaveUser(t, registry.VerbCertificate, u.WithFingerprint(cert.Fingerprint))
}

// checkCertificateLimit returns ErrTooMany if u has maxCertificates valid ones.
func checkCertificateLimit(t *command.Tx, u registry.User) error {
	certs, err := listCertificates(t.Snapshot, u)
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
func signCertificate(t *command.Tx, csr *x509.CertificateRequest, u registry.User) (*x509.Certificate, error) {
	ca := t.Runner.Authority
	if ca == nil {
		return nil, registry.ErrNoAuthority
	}
	r, err := t.FindRegistrar(u.Registrar)
	if err != nil {
		return nil, err
	}
	from, until := t.Now, t.Now.Add(certificateLifetime)
	if wall := t.Runner.WallClock(); wall.Before(from) {
		from = wall
	}
	if until.After(ca.Cert.NotAfter) {
		until = ca.Cert.NotAfter
	}
	name := pkix.Name{CommonName: u.CertSubject(), Organization: []string{r.Name}}
	return ca.Sign(authority.ClientCertificate(name, from.Add(-time.Hour), until), csr.PublicKey)
}

func saveCertificate(t *command.Tx, verb registry.Verb, c registry.Certificate) error {
	return command.Save(t, t.Store.Certificates(), c, verb, registry.KindCertificate, strconv.FormatInt(c.ID, 10))
}
