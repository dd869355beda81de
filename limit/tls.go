package limit

import (
	"crypto/tls"
	"slices"
	"strings"
)

// CipherSuites returns the cipher suites of TLS 1.2 that listeners accept: those with
// forward secrecy and authenticated encryption (RFC 9325 section 4.2). All suites of
// TLS 1.3 have both, and crypto/tls does not choose among them.
func CipherSuites() (ids []uint16) {
	for _, s := range tls.CipherSuites() {
		aead := strings.Contains(s.Name, "_GCM_") || strings.Contains(s.Name, "_CHACHA20_")
		if aead && strings.HasPrefix(s.Name, "TLS_ECDHE_") && slices.Contains(s.SupportedVersions, tls.VersionTLS12) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
