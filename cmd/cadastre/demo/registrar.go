package demo

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// Registrars without a storefront use EPP and REPP, with a user whose login is the
// registrar's ID, a password, and a client certificate.

// An EPPClient is the EPP login of a registrar in demo.json.
type EPPClient struct {
	ClID     registry.RegistrarID `json:"clID"`
	Password string               `json:"password"`
	Cert     string               `json:"cert"` // paths of PEM files
	Key      string               `json:"key"`
}

// eppClients returns the EPP logins of environment n.
func (c Command) eppClients(n string, keys keyring) (all []EPPClient) {
	for _, r := range registrarsWithoutStorefront() {
		cert, key := certificateFiles(c.Dir, n, r.ID)
		all = append(all, EPPClient{r.ID, keys.Passwords[string(r.ID)], cert, key})
	}
	return all
}

// certificateFiles returns the paths of a registrar's client certificate and key.
func certificateFiles(dir, environment string, r registry.RegistrarID) (cert, key string) {
	base := filepath.Join(dir, environment+"."+string(r))
	return base + ".cert.pem", base + ".key.pem"
}

// seedRegistrarUser creates the user of a registrar, unless it exists.
func seedRegistrarUser(ctx context.Context, e *server.Environment, r registry.Registrar, keys keyring) error {
	seeded, err := command.Ask(ctx, e.Runner, server.Superuser("demo"), hasUser{access.RegistrarRealm, string(r.ID)})
	if err != nil || seeded {
		return err
	}
	cert, err := clientCertificate(e, r)
	if err != nil {
		return err
	}
	secret, err := e.Runner.HashPassword(keys.Passwords[string(r.ID)])
	if err != nil {
		return err
	}
	_, err = command.Do(ctx, e.Runner, server.Superuser("demo"), access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: access.RegistrarRealm, Login: string(r.ID), Registrar: r.ID, Roles: []registry.Role{registry.RoleSuper},
		Fingerprints: []string{authority.Fingerprint(cert)}, Subject: cert.Subject.CommonName,
	}})
	return err
}

// clientCertificate returns the client certificate of a demo's registrar, which is in
// the folder of the CA file; it creates the certificate if it is missing.
func clientCertificate(e *server.Environment, r registry.Registrar) (*x509.Certificate, error) {
	certFile, keyFile := certificateFiles(filepath.Dir(e.Config.CAFile), e.Name, r.ID)
	b, err := os.ReadFile(certFile)
	if err == nil {
		block, _ := pem.Decode(b)
		if block == nil {
			return nil, fmt.Errorf("%s is not PEM", certFile)
		}
		return x509.ParseCertificate(block.Bytes)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	ca := e.Runner.Authority
	cert, err := ca.Sign(authority.ClientCertificate(pkix.Name{CommonName: string(r.ID), Organization: []string{r.Name}}, ca.Cert.NotBefore, ca.Cert.NotAfter), key.Public())
	if err != nil {
		return nil, err
	}
	secret, err := server.KeyPEM(key)
	if err != nil {
		return nil, err
	}
	return cert, errors.Join(server.WritePrivateFile(keyFile, secret), server.WritePrivateFile(certFile, server.CertPEM(cert)))
}

type hasUser struct{ realm, login string }

func (q hasUser) Answer(s *command.Snapshot) (bool, error) {
	_, err := access.FindUserByLogin(s, q.realm, q.login)
	return exists(err, registry.ErrNoUser)
}

// addListeners adds the addresses of the listeners, and the credentials for them.
func (s *Info) addListeners(conf server.EnvironmentConfig, c Command, n string, keys keyring) {
	for _, l := range conf.Listeners() {
		switch address := l.Addresses[0]; l.Name {
		case "forward":
			s.Forward = "http://" + address
		case "epp":
			s.EPP, s.CA, s.EPPClients = address, conf.CAFile, c.eppClients(n, keys)
		case "whois":
			s.WHOIS = address
		case "dns":
			s.DNS, s.TSIG = address, &tsig{demoTSIGName + ".", registry.KeyAlgorithms[0], keys.TSIG}
		}
	}
}
