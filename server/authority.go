package server

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/cadastre-registry/cadastre/command/authority"
)

// readAuthority reads an environment's CA from a PEM file with its certificate and key.
// If the file is missing, it creates a CA if create is set, and otherwise returns nil.
func readAuthority(path, environment string, create bool) (*authority.Authority, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if !create {
			return nil, nil
		}
		a, err := authority.NewAuthority("Cadastre "+environment+" CA", time.Now())
		if err != nil {
			return nil, err
		}
		return a, writeCertificateAndKey(path, a.Cert, a.Key)
	}
	if err != nil {
		return nil, err
	}
	a := &authority.Authority{}
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			a.Cert, err = x509.ParseCertificate(block.Bytes)
		case "PRIVATE KEY":
			var key any
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
			a.Key, _ = key.(crypto.Signer)
		}
		if err != nil {
			return nil, fmt.Errorf("CA file %s: %w", path, err)
		}
	}
	if a.Cert == nil || a.Key == nil {
		return nil, fmt.Errorf("CA file %s lacks the certificate or its key, in PEM (CERTIFICATE, PRIVATE KEY)", path)
	}
	return a, nil
}

// writeCertificateAndKey writes a certificate and its key into one PEM file.
func writeCertificateAndKey(path string, cert *x509.Certificate, key crypto.Signer) error {
	secret, err := KeyPEM(key)
	if err != nil {
		return err
	}
	return WritePrivateFile(path, append(CertPEM(cert), secret...))
}

// CertPEM returns a certificate in PEM.
func CertPEM(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

// KeyPEM returns a private key in PKCS #8 and PEM.
func KeyPEM(key crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}
