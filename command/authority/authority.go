// Package authority is the certificate authority of an environment: it signs the client
// certificates of registrars' users and the server certificates of its frontends. It is a
// leaf below the kernel, whose Runner holds one Authority; the use cases that call it are
// those of certificates in command/access.
package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"
)

// Authority is the certificate authority of an environment. It signs the
// registrars' client certificates (RFC 5734 section 8) and the server's own.
type Authority struct {
	Cert *x509.Certificate
	Key  crypto.Signer
}

// authorityLifetime is the validity of a new Authority's certificate.
const authorityLifetime = 20 * 365 * 24 * time.Hour

// NewAuthority returns a CA with a new key, whose certificate is issued to
// subject.
func NewAuthority(subject string, now time.Time) (*Authority, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	a := &Authority{Key: key, Cert: &x509.Certificate{
		SerialNumber: newSerial(), Subject: pkix.Name{CommonName: subject},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(authorityLifetime),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
	}}
	a.Cert, err = a.Sign(*a.Cert, key.Public())
	return a, err
}

// Sign returns a certificate for a public key made from template, with a new
// serial number.
func (a *Authority) Sign(template x509.Certificate, public crypto.PublicKey) (*x509.Certificate, error) {
	template.SerialNumber = newSerial()
	der, err := x509.CreateCertificate(rand.Reader, &template, a.Cert, public, a.Key)
	if err != nil {
		return nil, fmt.Errorf("sign for %s: %w", template.Subject, err)
	}
	return x509.ParseCertificate(der)
}

// ClientCertificate returns the template of a registrar's client certificate
// (RFC 5734 section 9).
func ClientCertificate(subject pkix.Name, from, until time.Time) x509.Certificate {
	return x509.Certificate{
		Subject: subject, NotBefore: from, NotAfter: until, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

// Fingerprint returns the SHA-256 of a certificate in hex, as in
// registry.User.Fingerprints.
func Fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return hex.EncodeToString(sum[:])
}

// newSerial returns 127 random bits (RFC 5280 section 4.1.2.2).
func newSerial() *big.Int {
	b := make([]byte, 16)
	rand.Read(b)
	b[0] &= 0x7f
	return new(big.Int).SetBytes(b)
}
