package repp

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"

	"software.sslmate.com/src/go-pkcs12"
)

// A bundle is a new key on its way into a PKCS #12 file (RFC 7292).
type bundle struct {
	key      *ecdsa.PrivateKey
	request  []byte // the CSR, in DER
	password string // of the file
}

// newBundle makes a key and asks for a certificate of it.
func newBundle(subject string) (bundle, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return bundle{}, err
	}
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: subject}}, key)
	return bundle{key, csr, rand.Text()}, err
}

// file returns the key with its certificate and the CA's.
func (b bundle) file(cert, ca *x509.Certificate) ([]byte, error) {
	return pkcs12.Modern.Encode(b.key, cert, []*x509.Certificate{ca}, b.password)
}
