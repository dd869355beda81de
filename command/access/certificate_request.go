package access

import (
	"crypto/x509"
	"encoding/pem"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

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
