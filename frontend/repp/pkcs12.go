package repp

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"

	"software.sslmate.com/src/go-pkcs12"
)

// bundle is a new private key for a PKCS #12 file (RFC 7292).
type bundle struct {
	key      *ecdsa.PrivateKey
	csr      []byte // CSR in DER
	password string // of the PKCS #12 file
}

// newBundle generates a P-256 key, a CSR for it with subject as its CN, and a
// password.
func newBundle(subject string) (bundle, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return bundle{}, err
	}
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: subject}}, key)
	return bundle{key, csr, rand.Text()}, err
}

// encode returns the PKCS #12 file with the key, its certificate and the CA's.
func (b bundle) encode(cert, ca *x509.Certificate) ([]byte, error) {
	return pkcs12.Modern.Encode(b.key, cert, []*x509.Certificate{ca}, b.password)
}
