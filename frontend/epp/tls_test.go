package epp_test

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"
)

// Only suites with forward secrecy and authenticated encryption are accepted.
func TestCipherSuitesOfTLS(t *testing.T) {
	w := newSQLiteFixture(t)
	accepted := 0
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if !slices.Contains(suite.SupportedVersions, tls.VersionTLS12) {
			continue
		}
		conn, err := tls.Dial("tcp", w.addr, &tls.Config{
			RootCAs: w.roots, Certificates: []tls.Certificate{*w.certs["best-names"]}, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite.ID},
		})
		if err != nil {
			continue
		}
		conn.Close()
		if accepted++; !strings.HasPrefix(suite.Name, "TLS_ECDHE_ECDSA_") || !strings.Contains(suite.Name, "GCM") && !strings.Contains(suite.Name, "CHACHA20") {
			t.Errorf("%s is accepted", suite.Name)
		}
	}
	if accepted != 3 {
		t.Errorf("%d suites are accepted, want 3", accepted)
	}
}

func TestVersionsOfTLS(t *testing.T) {
	w := newSQLiteFixture(t)
	for version, accepted := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", w.addr, &tls.Config{
			RootCAs: w.roots, Certificates: []tls.Certificate{*w.certs["best-names"]}, MinVersion: tls.VersionTLS10, MaxVersion: version,
		})
		if err == nil {
			conn.Close()
		}
		if (err == nil) != accepted {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
	}
}
