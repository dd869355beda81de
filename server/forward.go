package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/forward"
)

// forwarder returns the handler of forwarded domains.
func (e *Environment) forwarder() *forward.Handler {
	return &forward.Handler{Lookup: e.forwards.Forward, Log: e.log}
}

// serveForward serves forwarded domains over HTTP, and the HTTP challenges of the
// certificates of listen_tls.
func (e *Environment) serveForward(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	f, l := e.forwarder(), boundedHTTP(l)
	if len(e.Config.Forward.ListenTLS) == 0 {
		return e.serveForwarder(ctx, l, f)
	}
	c, err := e.certificates(f)
	if err != nil {
		return err
	}
	c.Open()
	defer c.Close()
	return e.serveForwarder(ctx, l, c.ChallengeHandler(f))
}

// serveForwardTLS serves forwarded domains over HTTPS.
func (e *Environment) serveForwardTLS(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	f := e.forwarder()
	c, err := e.certificates(f)
	if err != nil {
		return err
	}
	config := c.Open()
	defer c.Close()
	return e.serveForwarder(ctx, tls.NewListener(boundedHTTP(l), config), f)
}

// serveForwarder serves h on l. The header timeout is as long as the body's, since it
// includes the TLS handshake, in which the first visitor waits for the certificate.
func (e *Environment) serveForwarder(ctx context.Context, l net.Listener, h http.Handler) error {
	return serveHTTP(ctx, l, &http.Server{
		Handler: bodyDeadline(bodyTimeout, e.metrics.instrument("forward", "/", h)), ReadHeaderTimeout: bodyTimeout, WriteTimeout: bodyTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(e.log.Handler(), slog.LevelDebug),
	})
}

// ownCertificateLifetime is the validity of certificates from the environment's own CA.
const ownCertificateLifetime = 90 * 24 * time.Hour

// certificates returns the certificates of forward.listen_tls, from the configured CA.
func (e *Environment) certificates(f *forward.Handler) (*forward.Certificates, error) {
	c, err := e.Config.Forward.NewCertificates(f)
	if err != nil || !e.Config.Forward.Certificates.OwnCA {
		return c, err
	}
	if e.Runner.Authority == nil {
		return nil, fmt.Errorf("certificates.own needs the CA file %s: create it with make_key = true", e.Config.CAFile)
	}
	c.Sign = e.sign
	return c, nil
}

// sign signs a certificate request with the environment's own CA and returns the chain
// in PEM.
func (e *Environment) sign(csr *x509.CertificateRequest) ([]byte, error) {
	if len(csr.DNSNames) == 0 {
		return nil, errors.New("certificate request without DNS names")
	}
	cert, err := e.Runner.Authority.Sign(x509.Certificate{
		Subject: pkix.Name{CommonName: csr.DNSNames[0]}, DNSNames: csr.DNSNames, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(ownCertificateLifetime),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, csr.PublicKey)
	if err != nil {
		return nil, err
	}
	return append(CertPEM(cert), CertPEM(e.Runner.Authority.Cert)...), nil
}
