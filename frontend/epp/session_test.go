package epp_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/cadastre-registry/cadastre/frontend/epp"
)

const checkFrame = `<check><domain:check><domain:name>a.example</domain:name></domain:check></check>`

func TestInvalidFrameLengthEndsTheSession(t *testing.T) {
	w := newSQLiteFixture(t)
	for _, c := range []struct {
		length uint32
		login  bool
		words  string
	}{
		{0, true, "includes its header of 4 octets"}, {3, true, "includes its header of 4 octets"},
		{1<<20 + 5, true, "at most 1048576 are accepted"}, {1<<32 - 1, true, "at most 1048576 are accepted"},
		{64<<10 + 5, false, "at most 65536 are accepted"},
	} {
		length := c.length
		k, greeting := w.mustDial("best-names")
		if c.login {
			wantCode(t, k, w.wrap(loginFrame("best-names", w.Vars["best-names.password"], greeting)), 1000)
		}
		if _, err := k.conn.Write(binary.BigEndian.AppendUint32(nil, length)); err != nil {
			t.Fatal(err)
		}
		if answer, err := k.read(); err != nil || !strings.Contains(answer, `code="2001"`) || !strings.Contains(answer, c.words) {
			t.Errorf("%d: %v %s", length, err, answer)
		}
		if _, err := k.read(); !isClosed(err) {
			t.Errorf("%d: %v", length, err)
		}
	}
}

func TestIncompleteFrameTimesOut(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.FrameTimeout = 50 * time.Millisecond })
	k := w.mustLogin("best-names")
	k.conn.Write([]byte{0, 0, 1, 0, '<', 'e'})
	if _, err := k.read(); !isClosed(err) {
		t.Errorf("half a frame: %v", err)
	}
	k = w.mustLogin("best-names")
	k.conn.Write([]byte{0, 0})
	if _, err := k.read(); !isClosed(err) {
		t.Errorf("half a header: %v", err)
	}
}

func TestIdleOrOldSessionIsClosed(t *testing.T) {
	for name, with := range map[string]func(*epp.Server){
		"idle":     func(s *epp.Server) { s.IdleTimeout = 50 * time.Millisecond },
		"absolute": func(s *epp.Server) { s.MaxSessionAge = 50 * time.Millisecond },
	} {
		w := newSQLiteFixture(t, with)
		k, _ := w.mustDial("best-names")
		if _, err := k.read(); !isClosed(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A malformed document is refused with 2001 and the session continues.
func TestMalformedDocumentsKeepTheSession(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	laughs := `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">`
	for c := 'b'; c <= 'k'; c++ {
		laughs += fmt.Sprintf("<!ENTITY %c %q>", c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	var wide bytes.Buffer
	wide.Write([]byte{0xff, 0xfe})
	for _, u := range utf16.Encode([]rune(w.wrap(checkFrame))) {
		wide.Write(binary.LittleEndian.AppendUint16(nil, u))
	}
	for name, document := range map[string]string{
		"nothing":         "",
		"no XML":          "GET / HTTP/1.1\r\n\r\n",
		"half":            w.wrap(checkFrame)[:150],
		"laughs":          laughs + "]>\n<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><command><logout/><clTRID>&k;</clTRID></command></epp>",
		"external entity": `<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/hostname">]><epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><logout/><clTRID>&x;</clTRID></command></epp>`,
		"UTF-16":          wide.String(),
		"said UTF-16":     strings.Replace(w.wrap(checkFrame), "UTF-8", "UTF-16", 1),
		"not UTF-8":       strings.Replace(w.wrap(checkFrame), "a.example", "\xe9.example", 1),
		"two roots":       w.wrap(checkFrame) + "<epp/>",
		"deep":            strings.Repeat("<a>", 1000),
		"many attributes": "<epp " + strings.Repeat("a='' ", 33) + "/>",
		"no namespace":    "<epp><command><logout/></command></epp>",
		"another root":    `<domain:check xmlns:domain="urn:ietf:params:xml:ns:domain-1.0"/>`,
		"an answer":       `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response/></epp>`,
		"nothing in it":   `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command/></epp>`,
		"full":            strings.Repeat("<", 1<<20),
		"text in command": strings.Replace(w.wrap(checkFrame), "<command>", "<command>a", 1),
		"text in check":   strings.Replace(w.wrap(checkFrame), "<check>", "<check>a", 1),
	} {
		t.Log(name)
		answer := wantCode(t, k, document, 2001)
		if strings.Contains(answer, "hahaha") {
			t.Errorf("%s: %s", name, answer)
		}
	}
	wantCode(t, k, w.wrap(checkFrame), 1000)
}

// A check of as many names as one may have, as long as they may be, fits into a frame.
func TestALargeCheckIsAnswered(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	var names strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&names, "<domain:name>%063d.example</domain:name>\n", i)
	}
	frame := w.wrap("<check><domain:check>" + names.String() + "</domain:check></check><extension><fee:check><fee:command name=\"create\"/></fee:check></extension>")
	answer := wantCode(t, k, frame, 1000)
	if n := strings.Count(answer, `avail="1">0`); n != 1000 {
		t.Errorf("%d names are available", n)
	}
	wantCode(t, k, strings.Replace(frame, "</domain:check>", "<domain:name>a.example</domain:name></domain:check>", 1), 2306)
	wantCode(t, k, w.wrap(checkFrame), 1000)
}

// The number of connections that have not completed TLS is limited.
func TestHandshakesAreBounded(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.MaxHandshakes = 3 })
	var silent []net.Conn
	for range 12 {
		conn, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		silent = append(silent, conn)
	}
	for _, conn := range silent[3:] {
		conn.SetReadDeadline(time.Now().Add(answerTimeout))
		if _, err := conn.Read(make([]byte, 1)); !isClosed(err) {
			t.Errorf("one too many: %v", err)
		}
	}
	if _, _, err := w.dial("best-names"); err == nil {
		t.Error("accepted more handshakes than MaxHandshakes")
	}
	for _, conn := range silent {
		conn.Close()
	}
	for end := time.Now().Add(answerTimeout); ; { // until the server has seen that they closed
		if _, _, err := w.dial("best-names"); err == nil {
			return
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestSessionsOfARegistrarAreBounded(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.MaxSessions = 2 })
	first, second := w.mustLogin("best-names"), w.mustLogin("best-names")
	w.mustLogin("other-names")
	third, greeting := w.mustDial("best-names")
	wantCode(t, third, w.wrap(loginFrame("best-names", "best-names pw1", greeting)), 2502)
	if _, err := third.read(); !isClosed(err) {
		t.Error(err)
	}
	wantCode(t, first, w.wrap(`<logout/>`), 1500)
	if _, err := first.read(); !isClosed(err) { // the session count drops when the connection closes
		t.Error(err)
	}
	w.mustLogin("best-names")
	wantCode(t, second, w.wrap(checkFrame), 1000)

	// A certificate may have twice as many connections.
	w.mustDial("best-names")
	w.mustDial("best-names")
	if _, _, err := w.dial("best-names"); !isClosed(err) {
		t.Errorf("a fifth connection: %v", err)
	}
}

// Pipelined commands are answered in order.
func TestCommandsSentTogetherAreAnsweredInOrder(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	var all []byte
	for i := range 200 {
		frame := strings.Replace(w.wrap(checkFrame), fmt.Sprintf("CLI-%d", w.frameCount), fmt.Sprintf("PIPE-%d", i), 1)
		all = append(binary.BigEndian.AppendUint32(all, uint32(4+len(frame))), frame...)
	}
	go k.conn.Write(all)
	seen := map[string]bool{}
	for i := range 200 {
		answer, err := k.read()
		if err != nil {
			t.Fatal(err)
		}
		trID := answer[strings.Index(answer, "<trID>"):]
		if !strings.Contains(trID, fmt.Sprintf("<clTRID>PIPE-%d</clTRID>", i)) || seen[trID] {
			t.Fatalf("answer %d: %s", i, trID)
		}
		seen[trID] = true
	}
}

// At shutdown the command in progress completes, later ones are refused with 2500,
// and idle sessions are closed.
func TestShutdownEndsAllSessions(t *testing.T) {
	w := newSQLiteFixture(t)
	var silent []*testClient
	for range 5 {
		k, _ := w.mustDial("best-names")
		silent = append(silent, k)
	}
	busy := w.mustLogin("best-names")
	var all []byte
	frame := w.wrap(checkFrame)
	for range 20_000 {
		all = append(binary.BigEndian.AppendUint32(all, uint32(4+len(frame))), frame...)
	}
	go busy.conn.Write(all)
	if _, err := busy.read(); err != nil {
		t.Fatal(err)
	}
	w.stop() // returns when all sessions have ended
	for _, k := range silent {
		if _, err := k.read(); !isClosed(err) {
			t.Error(err)
		}
	}
	last := ""
	for {
		answer, err := busy.read()
		if err != nil {
			if !isClosed(err) {
				t.Error(err)
			}
			break
		}
		last = answer
	}
	if !strings.Contains(last, `code="2500"`) {
		t.Errorf("last: %s", last)
	}
	if _, _, err := w.dial("best-names"); err == nil {
		t.Error("the server still accepts connections")
	}
}

// Serve returns with the error of a listener that something else closed, although its
// sessions are idle and a handshake is in progress. Sessions of another listener go on.
func TestAClosedListenerEndsItsSessions(t *testing.T) {
	w := newSQLiteFixture(t)
	other := w.mustLogin("best-names")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- w.server.Serve(context.Background(), l) }()
	w.addr = l.Addr().String()
	idle, silent := w.mustLogin("best-names"), mustDialTCP(t, w.addr)
	start := time.Now()
	l.Close()
	if _, err := idle.read(); !isClosed(err) {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, net.ErrClosed) || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	silent.Close()
	wantCode(t, other, w.wrap(checkFrame), 1000)
}

func mustDialTCP(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}
