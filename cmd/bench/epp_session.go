package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// An eppSession is a session of a minimal EPP client: it finds the result code of a
// response without parsing the XML.
type eppSession struct {
	conn *tls.Conn
	in   []byte
}

// sessions opens n sessions and logs them in.
func (f *eppFixture) sessions(n int) ([]*eppSession, error) {
	const workers = 8
	sessions, errs := make([]*eppSession, n), make(chan error, workers)
	for w := range workers {
		go func() {
			for i := w; i < n; i += workers {
				var err error
				if sessions[i], err = f.login(); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	var first error
	for range workers {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return sessions, first
}

func closeAll(sessions []*eppSession) {
	for _, s := range sessions {
		s.conn.Close()
	}
}

// login opens a connection and logs in.
func (f *eppFixture) login() (*eppSession, error) {
	conn, err := tls.Dial("tcp", f.addr, f.tls)
	if err != nil {
		return nil, err
	}
	s := &eppSession{conn: conn}
	if _, err := s.read(); err != nil {
		return nil, err
	}
	code, err := s.do(eppHead + `<login><clID>bench</clID><pw>` + eppPassword + `</pw><options><version>1.0</version><lang>en</lang></options><svcs>` +
		`<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI><objURI>urn:ietf:params:xml:ns:contact-1.0</objURI><objURI>urn:ietf:params:xml:ns:host-1.0</objURI>` +
		`<svcExtension><extURI>urn:ietf:params:xml:ns:secDNS-1.1</extURI><extURI>urn:ietf:params:xml:ns:rgp-1.0</extURI></svcExtension></svcs></login>` + eppTail)
	if err == nil && code != 1000 {
		err = fmt.Errorf("login: %d", code)
	}
	s.in = nil // an idle session needs no buffer
	return s, err
}

// do sends a document and returns the result code of the response.
func (s *eppSession) do(document string) (int, error) {
	if err := eppxml.WriteFrame(s.conn, []byte(document)); err != nil {
		return 0, err
	}
	answer, err := s.read()
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(answer, []byte(`<result code="`))
	code, _ := strconv.Atoi(string(rest[:min(4, len(rest))]))
	return code, nil
}

// maxResponse is the maximum length of a response in bytes.
const maxResponse = 1 << 20

// read reads one frame, which is valid until the next read.
func (s *eppSession) read() ([]byte, error) {
	var err error
	s.in, err = eppxml.ReadFrame(s.conn, s.in, maxResponse)
	return s.in, err
}

// operation returns an operation for load that sends frame over one of the sessions.
func (f *eppFixture) operation(sessions []*eppSession, want int, frame func(i int) string) func(context.Context, int) error {
	idle := make(chan *eppSession, len(sessions))
	for _, s := range sessions {
		idle <- s
	}
	return func(_ context.Context, _ int) error {
		s := <-idle
		defer func() { idle <- s }()
		code, err := s.do(frame(int(f.names.Add(1))))
		if err == nil && code != want {
			err = fmt.Errorf("response %s", s.in)
		}
		return err
	}
}

const (
	eppHead = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n" + `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command>`
	eppTail = `<clTRID>ABC-12345</clTRID></command></epp>`
	domain  = ` xmlns:domain="urn:ietf:params:xml:ns:domain-1.0"`
)

func checkFrame(name string) string {
	return eppHead + `<check><domain:check` + domain + `><domain:name>` + name + `</domain:name></domain:check></check>` + eppTail
}

func infoFrame(name string) string {
	return eppHead + `<info><domain:info` + domain + `><domain:name hosts="all">` + name + `</domain:name></domain:info></info>` + eppTail
}

func createFrame(name string) string {
	return eppHead + `<create><domain:create` + domain + `><domain:name>` + name + `</domain:name><domain:period unit="y">1</domain:period>` +
		`<domain:registrant>alice</domain:registrant><domain:contact type="admin">bob</domain:contact><domain:contact type="tech">bob</domain:contact>` +
		`<domain:authInfo><domain:pw>x7Kq-9vRt-2mZp-Lw4s</domain:pw></domain:authInfo></domain:create></create>` + eppTail
}
