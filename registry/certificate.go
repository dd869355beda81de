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

// A Certificate is what the environment's own CA has signed for a user of a
// registrar (RFC 5734 section 8).
type Certificate struct {
	ID        int64       `json:"id"`
	Registrar RegistrarID `json:"registrar"`
	User      UserID      `json:"user"`
	Interface string      `json:"interface"` // AccessAPI or AccessPortal
	Subject   string      `json:"subject"`   // the CN
	Serial    string      `json:"serial"`    // hex
	Print     string      `json:"print"`     // SHA-256 of the certificate, hex: what User.Prints knows it by
	Request   string      `json:"request"`   // the CSR, in PEM
	PEM       string      `json:"pem"`
	Issued    time.Time   `json:"issued"`
	IssuedBy  string      `json:"issued_by,omitempty"`
	Expires   time.Time   `json:"expires"`
	Revoked   time.Time   `json:"revoked,omitzero"`

	// Bundle is a PKCS #12 file with the key, sealed, where the registry made
	// the key; else nil. It is never in the change log.
	Bundle []byte `json:"-"`
}

// What a certificate or a network address is for.
const (
	AccessAPI    = "api"       // EPP and REPP
	AccessPortal = "registrar" // the registrar's pages
)

// NoPrint stands in User.Prints for a certificate that nobody has: a user whose
// last certificate was revoked is still asked for one.
const NoPrint = "none"

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

// CheckRequest reports whether a CSR may become a certificate for the subject:
// ErrCertKey if its key is weak: RSA below 2048 bits or above 8192, elliptic
// curves other than P-256, P-384, P-521 and Ed25519; ErrCertRequest if it does
// not prove the possession of its key, ErrCertSubject if its CN is another.
func CheckRequest(csr *x509.CertificateRequest, subject string) error {
	if err := checkKey(csr.PublicKey); err != nil { // first: the signature of a very short key is not even looked at
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
