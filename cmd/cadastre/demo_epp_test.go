package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
)

// TestTheDemoServesEPP logs in with the credentials of demo.json, which are valid in
// their own environment only.
func TestTheDemoServesEPP(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	for _, client := range append(p.EPPClients[:len(p.EPPClients):len(p.EPPClients)], s.EPPClients...) {
		at, other := p, s
		if strings.Contains(client.Cert, demo.Sandbox) {
			at, other = s, p
		}
		if answer, err := eppCheck(at, client); err != nil || !strings.Contains(answer, `avail="1">free.example<`) || !strings.Contains(answer, `avail="0">airport.ee<`) {
			t.Errorf("%s: %v %s", client.Cert, err, answer)
		}
		if answer, err := eppCheck(other, client); err == nil {
			t.Errorf("%s at %s: %s", client.Cert, other.EPP, answer)
		}
	}
}

// eppCheck logs a client in and checks two names.
func eppCheck(s endpoints, c demo.EPPClient) (string, error) {
	cert, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return "", err
	}
	ca, err := os.ReadFile(s.CA)
	if err != nil {
		return "", err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	conn, err := tls.Dial("tcp", s.EPP, &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{cert}})
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	const epp = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command>`
	answer, err := eppRead(conn)
	for _, frame := range []string{
		epp + fmt.Sprintf(`<login><clID>%s</clID><pw>%s</pw>`, c.ClID, c.Password) +
			`<options><version>1.0</version><lang>en</lang></options><svcs><objURI>urn:ietf:params:xml:ns:domain-1.0</objURI></svcs></login></command></epp>`,
		epp + `<check><d:check xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>free.example</d:name><d:name>airport.ee</d:name></d:check></check></command></epp>`,
	} {
		if err != nil {
			break
		}
		if _, err = conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(4+len(frame))), frame...)); err == nil {
			answer, err = eppRead(conn)
		}
	}
	return answer, err
}

func eppRead(conn io.Reader) (string, error) {
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return "", err
	}
	document := make([]byte, binary.BigEndian.Uint32(head[:])-4)
	_, err := io.ReadFull(conn, document)
	return string(document), err
}
