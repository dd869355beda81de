package story_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/story"
)

// eppSessions are the sessions of registrars with an EPP server.
// Each is opened by the registrar's first command.
type eppSessions struct {
	t         testing.TB
	authority *authority.Authority
	roots     *x509.CertPool
	address   string
	users     map[string]eppUser
	open      map[string]*tls.Conn
	buf       []byte
}

type eppUser struct {
	certificate tls.Certificate
	password    string
}

// newEPPSessions returns sessions with the EPP server at address, which accepts
// certificates of the fixture's authority.
func newEPPSessions(t testing.TB, w *story.Fixture, address string) *eppSessions {
	s := &eppSessions{
		t: t, authority: w.Authority, roots: x509.NewCertPool(), address: address, users: map[string]eppUser{}, open: map[string]*tls.Conn{},
	}
	s.roots.AddCert(w.Authority.Cert)
	t.Cleanup(func() {
		for _, conn := range s.open {
			conn.Close()
		}
	})
	return s
}

// addCertificate issues a client certificate for a login and returns its fingerprint.
func (s *eppSessions) addCertificate(login, password string) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	now := time.Now()
	cert, err := s.authority.Sign(authority.ClientCertificate(pkix.Name{CommonName: login}, now.Add(-time.Hour), now.Add(time.Hour)), key.Public())
	if err != nil {
		s.t.Fatal(err)
	}
	s.users[login] = eppUser{tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}, password}
	return authority.Fingerprint(cert)
}

// command is the verb "epp LOGIN COMMAND": it sends the content of a <command>, or the
// section of a file for @file, and returns the elements of the response, one a line,
// without <epp>, <response>, <trID> and the declarations of namespaces.
func (s *eppSessions) command(st *story.State, args string) (string, error) {
	login, text, _ := strings.Cut(args, " ")
	if err := s.login(login); err != nil {
		return "", err
	}
	answer, err := s.roundTrip(login, st.Body(text))
	if err != nil {
		return "", err
	}
	return formatResponse(answer), nil
}

// login opens a session with all services of the greeting, unless there is one.
func (s *eppSessions) login(login string) error {
	if s.open[login] != nil {
		return nil
	}
	user, ok := s.users[login]
	if !ok {
		return fmt.Errorf("%s has no certificate", login)
	}
	conn, err := tls.Dial("tcp", s.address, &tls.Config{RootCAs: s.roots, Certificates: []tls.Certificate{user.certificate}})
	if err != nil {
		return err
	}
	s.open[login] = conn
	greeting, err := s.read(login)
	if err != nil {
		return err
	}
	services := regexp.MustCompile(`(?s)<objURI>.*</svcExtension>`).FindString(greeting)
	answer, err := s.roundTrip(login, "<login><clID>"+login+"</clID><pw>"+user.password+
		"</pw><options><version>1.0</version><lang>en</lang></options><svcs>"+services+"</svcs></login>")
	if err == nil && !strings.Contains(answer, `code="1000"`) {
		err = fmt.Errorf("login of %s: %s", login, answer)
	}
	return err
}

// eppNamespaces maps the prefixes that stories use to their namespaces.
var eppNamespaces = map[string]string{
	"domain": "urn:ietf:params:xml:ns:domain-1.0", "contact": "urn:ietf:params:xml:ns:contact-1.0", "host": "urn:ietf:params:xml:ns:host-1.0",
	"rgp": "urn:ietf:params:xml:ns:rgp-1.0", "secDNS": "urn:ietf:params:xml:ns:secDNS-1.1", "fee": "urn:ietf:params:xml:ns:epp:fee-1.0",
}

// roundTrip sends a command and returns the document of the response.
func (s *eppSessions) roundTrip(login, command string) (string, error) {
	document := `<?xml version="1.0" encoding="UTF-8"?><epp xmlns="urn:ietf:params:xml:ns:epp-1.0"`
	for prefix, uri := range eppNamespaces {
		document += fmt.Sprintf(" xmlns:%s=%q", prefix, uri)
	}
	if err := eppxml.WriteFrame(s.open[login], []byte(document+"><command>"+command+"</command></epp>")); err != nil {
		return "", err
	}
	return s.read(login)
}

func (s *eppSessions) read(login string) (string, error) {
	conn := s.open[login]
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	frame, err := eppxml.ReadFrame(conn, s.buf, 1<<20)
	s.buf = frame
	return string(frame), err
}

var responseFrame = regexp.MustCompile(`(?s)^.*<response>|<trID>.*$| xmlns(:[A-Za-z]+)?="[^"]*"`)

// formatResponse returns the elements of a response, one a line.
func formatResponse(document string) string {
	return strings.TrimSpace(strings.ReplaceAll(responseFrame.ReplaceAllString(document, ""), "><", ">\n<"))
}
