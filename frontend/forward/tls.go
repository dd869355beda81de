package forward

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"

	"github.com/cadastre-registry/cadastre/limit"
	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// Certificates obtains TLS certificates on demand: the first TLS handshake for a name
// waits for its certificate. Only names with a forward get one.
type Certificates struct {
	Handler *Handler
	Storage string // folder for ACME accounts, keys and certificates

	// Directory is the URL of the ACME CA (RFC 8555), Email the contact of the ACME
	// account. Roots, unless nil, are the CAs trusted for Directory's own TLS.
	Directory, Email string
	Roots            *x509.CertPool

	// The listeners on which the CA's challenges are answered: HTTPPort by plain HTTP,
	// unless it is 0, and TLSPort by TLS. The CA connects to ports 80 and 443, which
	// may be mapped to these. ListenHost is "" for all addresses.
	ListenHost        string
	HTTPPort, TLSPort int

	// Sign, unless nil, signs certificate requests instead of the ACME CA and returns
	// the chain in PEM.
	Sign func(*x509.CertificateRequest) ([]byte, error)

	issuer certmagic.Issuer
	cache  *certmagic.Cache
}

// errNoForward prevents requests for certificates of arbitrary names.
var errNoForward = errors.New("forward: the name has no forward")

// Open returns the configuration of a TLS listener. The caller must Close c.
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
			n, _, err := c.Handler.resolve(ctx, host)
			if err == nil && n == "" {
				err = errNoForward
			}
			return err
		}},
		OnEvent: func(_ context.Context, event string, data map[string]any) error {
			if event == "cert_failed" {
				c.Handler.Log.Warn("no certificate for a name", "name", data["identifier"], "error", data["error"])
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
	tlsConfig := config.TLSConfig()
	tlsConfig.NextProtos = append(tlsConfig.NextProtos, "http/1.1")
	tlsConfig.MinVersion, tlsConfig.CipherSuites = tls.VersionTLS12, limit.CipherSuites()
	return tlsConfig
}

// ChallengeHandler answers the CA's HTTP challenges (RFC 8555 section 8.3) and passes
// all other requests to next.
func (c *Certificates) ChallengeHandler(next http.Handler) http.Handler {
	if acme, ok := c.issuer.(*certmagic.ACMEIssuer); ok {
		return acme.HTTPChallengeHandler(next)
	}
	return next
}

// Close stops the renewal of certificates.
func (c *Certificates) Close() { c.cache.Stop() }

// A signer is a private CA, for networks that a public CA cannot reach.
type signer func(*x509.CertificateRequest) ([]byte, error)

func (s signer) Issue(_ context.Context, csr *x509.CertificateRequest) (*certmagic.IssuedCertificate, error) {
	pem, err := s(csr)
	if err != nil {
		return nil, err
	}
	return &certmagic.IssuedCertificate{Certificate: pem}, nil
}

func (signer) IssuerKey() string { return "own" }
