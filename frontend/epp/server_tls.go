package epp

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/limit"
)

// A serverCertificate holds the server's certificate, signed by the environment's
// CA. It is kept in memory only.
type serverCertificate struct {
	mu      sync.Mutex
	cert    *tls.Certificate
	renewAt time.Time // when to create the next one
}

// certificateLifetime is the validity of the server's certificate; it is renewed
// after half of it.
const certificateLifetime = 90 * 24 * time.Hour

// tlsConfig returns the configuration of RFC 5734 section 9: both sides present
// certificates. TLS sessions are not resumed, so that every connection presents
// the client certificate.
func (s *Server) tlsConfig() *tls.Config {
	clients := x509.NewCertPool()
	clients.AddCert(s.Runner.Authority.Cert)
	return &tls.Config{
		MinVersion:                  tls.VersionTLS12,
		CipherSuites:                limit.CipherSuites(),
		ClientAuth:                  tls.RequireAndVerifyClientCert,
		ClientCAs:                   clients,
		GetCertificate:              s.certificate,
		SessionTicketsDisabled:      true,
		DynamicRecordSizingDisabled: true,
	}
}

// certificate returns the server's certificate, and creates it when it is due.
func (s *Server) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	id := &s.serverCert
	id.mu.Lock()
	defer id.mu.Unlock()
	if id.cert != nil && s.now().Before(id.renewAt) {
		return id.cert, nil
	}
	key, err := authority.NewKey()
	if err != nil {
		return nil, err
	}
	ca := s.Runner.Authority
	from, until := s.now().Add(-time.Hour), s.now().Add(certificateLifetime)
	if until.After(ca.Cert.NotAfter) {
		until = ca.Cert.NotAfter
	}
	template := x509.Certificate{
		Subject: pkix.Name{CommonName: s.svID()}, NotBefore: from, NotAfter: until, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, h := range append([]string{"localhost", "127.0.0.1", "::1"}, s.Hosts...) {
		if ip := net.ParseIP(h); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else if !slices.Contains(template.DNSNames, h) {
			template.DNSNames = append(template.DNSNames, h)
		}
	}
	cert, err := ca.Sign(template, key.Public())
	if err != nil {
		return nil, err
	}
	id.cert = &tls.Certificate{Certificate: [][]byte{cert.Raw, ca.Cert.Raw}, PrivateKey: key, Leaf: cert}
	id.renewAt = s.now().Add(certificateLifetime / 2)
	return id.cert, nil
}
