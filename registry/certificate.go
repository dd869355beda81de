package registry

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"strconv"
	"strings"
	"time"
)

// Certificate is a client certificate that the environment's CA issued to a user
// of a registrar (RFC 5734 section 8).
type Certificate struct {
	ID          int64       `json:"id"`
	Registrar   RegistrarID `json:"registrar"`
	User        UserID      `json:"user"`
	Interface   Interface   `json:"interface"` // InterfaceAPI or InterfacePortal
	Subject     string      `json:"subject"`   // the CN
	Serial      string      `json:"serial"`    // hex
	Fingerprint string      `json:"print"`     // SHA-256 of the certificate, hex, as in User.Fingerprints
	Request     string      `json:"request"`   // the CSR, in PEM
	PEM         string      `json:"pem"`
	Issued      time.Time   `json:"issued"`
	IssuedBy    Author      `json:"issued_by,omitzero"`
	Expires     time.Time   `json:"expires"`
	Revoked     time.Time   `json:"revoked,omitzero"`

	// Bundle is an encrypted PKCS #12 file with the key if the registry generated
	// the key, otherwise nil. It is never in the change log.
	Bundle []byte `json:"-"`
}

// Interface is an interface that a certificate or an Access is valid for.
type Interface string

const (
	InterfaceAPI    Interface = "api"       // EPP and REPP
	InterfacePortal Interface = "registrar" // the registrar portal
)

// NoFingerprint in User.Fingerprints matches no certificate: a user whose last
// certificate was revoked still needs one to log in.
const NoFingerprint = "none"

// State returns "valid", "expired" or "revoked" as of now.
func (c Certificate) State(now time.Time) string {
	switch {
	case !c.Revoked.IsZero():
		return "revoked"
	case now.Before(c.Expires):
		return "valid"
	}
	return "expired"
}

// CheckRequest checks a CSR for a certificate with the CN subject: ErrCertKey for
// a key other than RSA of 2048 to 8192 bits, P-256, P-384, P-521 or Ed25519,
// ErrCertRequest if its signature does not verify, ErrCertSubject if its CN is
// not subject.
func CheckRequest(csr *x509.CertificateRequest, subject string) error {
	if err := checkKey(csr.PublicKey); err != nil { // first: verifying with a very short RSA key fails anyway
		return err
	}
	switch {
	case csr.CheckSignature() != nil:
		return ErrCertRequest.On("csr", "")
	case !strings.EqualFold(csr.Subject.CommonName, subject):
		return ErrCertSubject.On("csr", subject)
	}
	return nil
}

func checkKey(key crypto.PublicKey) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < 2048 || n > 8192 {
			return ErrCertKey.On("csr", "RSA "+strconv.Itoa(n))
		}
		return nil
	case *ecdsa.PublicKey:
		if n := key.Curve.Params().BitSize; n < 256 {
			return ErrCertKey.On("csr", key.Curve.Params().Name)
		}
		return nil
	case ed25519.PublicKey:
		return nil
	}
	return ErrCertKey.On("csr", "unknown")
}
