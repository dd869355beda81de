package forward

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// Certificates come on demand: the first visitor who asks for a name by HTTPS
// waits until there is one. Only names that lead somewhere get one.
type Certificates struct {
	Face    *Face
	Storage string // folder where accounts, keys and certificates are kept

	// Directory is the ACME CA (RFC 8555); Email is told of trouble. Roots, if
	// given, are trusted for the CA's own address.
	Directory, Email string
	Roots            *x509.CertPool

	// Where we listen, and so answer the CA's challenges: HTTPPort by plain HTTP,
	// if it is not 0, and TLSPort by HTTPS. A CA asks at 80 and 443, whatever
	// leads here from there. ListenHost is "" for all addresses.
	ListenHost        string
	HTTPPort, TLSPort int

	// Sign, if given, signs requests instead of an ACME CA, and returns PEM.
	Sign func(*x509.CertificateRequest) ([]byte, error)

	issuer certmagic.Issuer
	cache  *certmagic.Cache
}

// errNowhere keeps strangers from having certificates made for any name.
var errNowhere = errors.New("forward: this name leads nowhere")

// Open returns what a TLS listener needs. Somebody has to Close.
func (c *Certificates) Open() *tls.Config {
	var config *certmagic.Config
	c.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return config, nil },
		Capacity:         10_000,
		Logger:           zap.NewNop(),
	})
	config = certmagic.New(c.cache, certmagic.Config{
		Storage: &certmagic.FileStorage{Path: c.Storage},
		Logger:  zap.NewNop(),
		OCSP:    certmagic.OCSPConfig{DisableStapling: c.Sign != nil},
		OnDemand: &certmagic.OnDemandConfig{DecisionFunc: func(ctx context.Context, host string) error {
			n, _, err := c.Face.find(ctx, host)
			if err == nil && n == "" {
				err = errNowhere
			}
			return err
		}},
		OnEvent: func(_ context.Context, event string, about map[string]any) error {
			if event == "cert_failed" {
				c.Face.Log.Warn("a name has no certificate", "name", about["identifier"], "error", about["error"])
			}
			return nil
		},
	})
	c.issuer = signer(c.Sign)
	if c.Sign == nil {
		c.issuer = certmagic.NewACMEIssuer(config, certmagic.ACMEIssuer{
			CA: c.Directory, Email: c.Email, Agreed: true, TrustedRoots: c.Roots, Logger: zap.NewNop(),
			ListenHost: c.ListenHost, AltHTTPPort: c.HTTPPort, AltTLSALPNPort: c.TLSPort, DisableHTTPChallenge: c.HTTPPort == 0,
		})
	}
	config.Issuers = []certmagic.Issuer{c.issuer}
	serving := config.TLSConfig()
	serving.NextProtos = append(serving.NextProtos, "http/1.1")
	serving.MinVersion = tls.VersionTLS12
	return serving
}

// Around answers the CA's questions over plain HTTP (RFC 8555 section 8.3)
// before next sees them.
func (c *Certificates) Around(next http.Handler) http.Handler {
	if acme, ok := c.issuer.(*certmagic.ACMEIssuer); ok {
		return acme.HTTPChallengeHandler(next)
	}
	return next
}

// Close ends what renews certificates.
func (c *Certificates) Close() { c.cache.Stop() }

// A signer is a CA of one's own, for networks that no public one sees.
type signer func(*x509.CertificateRequest) ([]byte, error)

func (s signer) Issue(_ context.Context, csr *x509.CertificateRequest) (*certmagic.IssuedCertificate, error) {
	pem, err := s(csr)
	if err != nil {
		return nil, err
	}
	return &certmagic.IssuedCertificate{Certificate: pem}, nil
}

func (signer) IssuerKey() string { return "own" }
