package epp_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// FuzzExecute checks that no document makes a command fail (2400 and above), and that
// every response is a well-formed document.
func FuzzExecute(f *testing.F) {
	w := newFixture(f, openSQLite(f))
	actor := registry.Actor{Registrar: "best-names", User: "fuzz", Roles: []registry.Role{registry.RoleEPP}, Frontend: "epp"}
	for i := range 40 {
		document := w.wrap(w.setupCommand(i))
		w.server.Execute(context.Background(), actor, []byte(document))
		f.Add(document)
	}
	f.Add(w.wrap(`<update><domain:update><domain:name>a.example</domain:name><domain:add/><domain:rem/><domain:chg/></domain:update></update><extension><secDNS:update/></extension>`))
	f.Add(w.wrap(`<poll op="req"/>`))
	f.Fuzz(func(t *testing.T, document string) {
		answer := string(w.server.Execute(context.Background(), actor, []byte(document)))
		if err := xml.Unmarshal([]byte(answer), new(struct{})); err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
		if m := resultCode.FindStringSubmatch(answer); m != nil && atoi(m[1]) >= 2400 {
			t.Fatalf("%s", answer)
		}
	})
}

// FuzzWire sends bytes to a session that has not logged in: it answers frames, each
// with a frame, and ends.
func FuzzWire(f *testing.F) {
	w := newFixture(f, openSQLite(f))
	frame := func(document string) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(4+len(document))), document...)
	}
	hello := frame(`<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><hello/></epp>`)
	f.Add(hello)
	f.Add(append(frame(w.wrap(checkFrame)), hello...))
	f.Add([]byte{0, 0, 0, 3})
	f.Add([]byte{0, 1, 0, 5, '<'})
	config := &tls.Config{RootCAs: w.roots, Certificates: []tls.Certificate{*w.certs["best-names"]}}
	f.Fuzz(func(t *testing.T, sent []byte) {
		conn, err := tls.Dial("tcp", w.addr, config)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(answerTimeout))
		conn.Write(sent)
		conn.CloseWrite()
		answers := 0
		for ; ; answers++ {
			document, err := eppxml.ReadFrame(conn, nil, 1<<20)
			if errors.Is(err, io.EOF) || isClosed(err) {
				break
			}
			if err != nil || !bytes.HasSuffix(document, []byte("</epp>")) || strings.Contains(string(document), `code="2400"`) {
				t.Fatalf("%v: %s", err, document)
			}
		}
		if answers == 0 || answers > 1+len(sent)/eppxml.HeaderSize {
			t.Fatalf("%d answers to %d bytes", answers, len(sent))
		}
	})
}
