package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
)

// A talk is an EPP session of a client that costs next to nothing beside TLS:
// it looks at an answer's code, and reads no XML.
type talk struct {
	conn *tls.Conn
	in   []byte
}

// sessions opens n sessions and logs them in.
func (w *eppWorld) sessions(n int) ([]*talk, error) {
	const hands = 8
	talks, errs := make([]*talk, n), make(chan error, hands)
	for h := range hands {
		go func() {
			for i := h; i < n; i += hands {
				var err error
				if talks[i], err = w.login(); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	var first error
	for range hands {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return talks, first
}

func closeAll(talks []*talk) {
	for _, k := range talks {
		k.conn.Close()
	}
}

func (w *eppWorld) login() (*talk, error) {
	conn, err := tls.Dial("tcp", w.addr, w.tls)
	if err != nil {
		return nil, err
	}
	k := &talk{conn: conn}
	if _, err := k.read(); err != nil {
		return nil, err
	}
	code, err := k.ask(eppHead + `<login><clID>bench</clID><pw>` + eppPassword + `</pw><options><version>1.0</version><lang>en</lang></options><svcs>` +
		`<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI><objURI>urn:ietf:params:xml:ns:contact-1.0</objURI><objURI>urn:ietf:params:xml:ns:host-1.0</objURI>` +
		`<svcExtension><extURI>urn:ietf:params:xml:ns:secDNS-1.1</extURI><extURI>urn:ietf:params:xml:ns:rgp-1.0</extURI></svcExtension></svcs></login>` + eppTail)
	if err == nil && code != 1000 {
		err = fmt.Errorf("login: %d", code)
	}
	k.in = nil // what waits needs no buffer
	return k, err
}

// ask sends a document and returns the code of the answer.
func (k *talk) ask(document string) (int, error) {
	frame := make([]byte, 4, 4+len(document))
	binary.BigEndian.PutUint32(frame, uint32(4+len(document)))
	if _, err := k.conn.Write(append(frame, document...)); err != nil {
		return 0, err
	}
	answer, err := k.read()
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(answer, []byte(`<result code="`))
	code, _ := strconv.Atoi(string(rest[:min(4, len(rest))]))
	return code, nil
}

func (k *talk) read() ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(k.conn, head[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint32(head[:])) - 4
	if n > cap(k.in) {
		k.in = make([]byte, n, 2*n)
	}
	_, err := io.ReadFull(k.conn, k.in[:n])
	return k.in[:n], err
}

// exchange returns an operation for load that asks frame over one of talks.
func (w *eppWorld) exchange(talks []*talk, want int, frame func(i int) string) func(context.Context, int) error {
	idle := make(chan *talk, len(talks))
	for _, k := range talks {
		idle <- k
	}
	return func(_ context.Context, _ int) error {
		k := <-idle
		defer func() { idle <- k }()
		code, err := k.ask(frame(int(w.names.Add(1))))
		if err == nil && code != want {
			err = fmt.Errorf("answer %s", k.in)
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
