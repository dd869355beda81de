package forward

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/cadastre-registry/cadastre/registry"
)

// Config is the section [environments.NAME.forward] of a configuration.
type Config struct {
	Listen       []string           `toml:"listen" doc:"Addresses that redirect domains with a forward URL." example:"['0.0.0.0:80']"`
	ListenTLS    []string           `toml:"listen_tls" doc:"The same over HTTPS, with certificates obtained on demand." example:"['0.0.0.0:443']"`
	Addresses    []netip.Addr       `toml:"addresses" doc:"Addresses in DNS of domains with a forward URL; none: those of listen." example:"['192.0.2.80']"`
	Certificates CertificatesConfig `toml:"certificates" doc:"Certificates of listen_tls."`
}

// A CertificatesConfig says where the certificates of listen_tls come from.
type CertificatesConfig struct {
	Directory string `toml:"directory" doc:"ACME CA, whose terms you agree to; it must reach listen at port 80 or listen_tls at port 443."`
	Email     string `toml:"email" doc:"Contact of the ACME account."`
	Roots     string `toml:"roots" doc:"PEM file of CAs that are trusted for the ACME CA's own TLS."`
	Folder    string `toml:"folder" doc:"Folder of the certificates and ACME accounts."`
	OwnCA     bool   `toml:"own" doc:"The environment's own CA (ca_file) signs them instead."`
}

// DefaultConfig returns the section's defaults for an environment.
func DefaultConfig(environment string) Config {
	return Config{Certificates: CertificatesConfig{Directory: "https://acme-v02.api.letsencrypt.org/directory", Folder: environment + ".certificates"}}
}

// NewCertificates returns the certificates of listen_tls for the domains that h forwards.
func (c Config) NewCertificates(h *Handler) (*Certificates, error) {
	from := c.Certificates
	all := &Certificates{Handler: h, Storage: from.Folder, Directory: from.Directory, Email: from.Email}
	all.ListenHost, all.TLSPort = hostPort(c.ListenTLS)
	if host, port := hostPort(c.Listen); port > 0 {
		all.ListenHost, all.HTTPPort = host, port
	}
	if from.Email != "" && registry.CheckEmail(from.Email) != nil {
		return nil, fmt.Errorf("certificates.email: %q is not an e-mail address", from.Email)
	}
	if from.Roots == "" || from.OwnCA {
		return all, nil
	}
	b, err := os.ReadFile(from.Roots)
	if err != nil {
		return nil, err
	}
	all.Roots = x509.NewCertPool()
	if !all.Roots.AppendCertsFromPEM(b) {
		return nil, fmt.Errorf("certificates.roots: %s has no PEM certificate", from.Roots)
	}
	return all, nil
}

// hostPort splits the first of the addresses; "" and 0 if there is none.
func hostPort(addresses []string) (host string, port int) {
	if len(addresses) == 0 {
		return "", 0
	}
	host, text, err := net.SplitHostPort(addresses[0])
	if err == nil {
		port, _ = net.LookupPort("tcp", text)
	}
	return host, port
}
