package epp_test

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/cadastre-registry/cadastre/story"
)

// Stories of EPP are transcripts:
//
//	login best-names
//
//	C: best-names
//	C: <check>
//	C:   <domain:check><domain:name>a.example</domain:name></domain:check>
//	C: </check>
//	S: <result code="1000">
//	S:   <msg>Command completed successfully</msg>
//	S: </result>
//	…
//
// The lines of C: are sent once their elements are closed; an <extension> goes
// on in the line that ends the command's element. What does not begin with
// <epp is put into <epp><command> with a clTRID, and the answer is told without
// what frames have in common; namespaces of usual prefixes need not be
// declared, and are not told. "C!" is "C:" for what no schema would allow.
// "connect" opens a connection and tells the greeting, "login" logs in with all
// that the greeting has. "best-names/2" is a second session.

// A talk is one session, seen from the client.
type talk struct {
	conn *tls.Conn
	said strings.Builder // lines of a frame that is not complete
}

// patience is how long a test waits for an answer that should be there.
const patience = 20 * time.Second

// dial opens a connection as somebody, and returns the greeting.
func (w *world) dial(who string) (*talk, string, error) {
	name, _, _ := strings.Cut(who, "/")
	config := &tls.Config{RootCAs: w.roots}
	if cert := w.certs[name]; cert != nil {
		config.Certificates = []tls.Certificate{*cert}
	}
	conn, err := tls.Dial("tcp", w.addr, config)
	if err != nil {
		return nil, "", err
	}
	w.t.Cleanup(func() { conn.Close() })
	talk := &talk{conn: conn}
	greeting, err := talk.read()
	return talk, greeting, err
}

func (k *talk) write(document string) error {
	frame := binary.BigEndian.AppendUint32(nil, uint32(4+len(document)))
	_, err := k.conn.Write(append(frame, document...))
	return err
}

func (k *talk) read() (string, error) {
	k.conn.SetReadDeadline(time.Now().Add(patience))
	var head [4]byte
	if _, err := io.ReadFull(k.conn, head[:]); err != nil {
		return "", err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n < 4 || n > 1<<20 {
		return "", fmt.Errorf("a frame of %d bytes", n)
	}
	document := make([]byte, n-4)
	if _, err := io.ReadFull(k.conn, document); err != nil {
		return "", err
	}
	collect(string(document))
	return string(document), nil
}

// ask sends a document and returns the answer.
func (k *talk) ask(document string) (string, error) {
	if err := k.write(document); err != nil {
		return "", err
	}
	return k.read()
}

// ended reports whether err says that the other side has closed.
func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// connect is the verb that opens a connection.
func (w *world) connect(_ *story.Stage, who string) (string, error) {
	k, greeting, err := w.dial(who)
	if err != nil {
		return "", err
	}
	w.talks[who] = k
	return tell(greeting)
}

// login is the verb that logs somebody in.
func (w *world) login(s *story.Stage, who string) (string, error) {
	k, greeting, err := w.dial(who)
	if err != nil {
		return "", err
	}
	w.talks[who] = k
	name, _, _ := strings.Cut(who, "/")
	answer, err := k.ask(w.wrap(loginFrame(name, s.Vars[name+".password"], greeting)))
	if err != nil || !strings.Contains(answer, `code="1000"`) {
		return "", fmt.Errorf("login: %v %s", err, answer)
	}
	return "", nil
}

var services = regexp.MustCompile(`(?s)<objURI>.*</svcExtension>|<objURI>.*</objURI>`)

// loginFrame is a <login> with all that a greeting has.
func loginFrame(who, password, greeting string) string {
	return "<login><clID>" + who + "</clID><pw>" + password + "</pw><options><version>1.0</version><lang>en</lang></options><svcs>" +
		services.FindString(greeting) + "</svcs></login>"
}

// say is the verb of frames that a schema allows.
func (w *world) say(_ *story.Stage, line string) (string, error) { return w.line(line, true) }

// sayWrong is the verb of frames that no schema allows.
func (w *world) sayWrong(_ *story.Stage, line string) (string, error) { return w.line(line, false) }

var speaking = regexp.MustCompile(`^([A-Za-z0-9/-]+)( |$)`)

// line adds a line to what somebody says, and sends it when it is complete.
func (w *world) line(line string, valid bool) (string, error) {
	if m := speaking.FindStringSubmatch(line); m != nil && w.speaker() == nil {
		k, ok := w.talks[m[1]]
		if !ok {
			return "", fmt.Errorf("%s has not come", m[1])
		}
		if w.talks[""] = k; strings.TrimPrefix(line, m[0]) == "" {
			return "", nil
		}
		line = strings.TrimPrefix(line, m[0])
	}
	k := w.speaker()
	if k == nil {
		return "", fmt.Errorf("who says %q?", line)
	}
	k.said.WriteString(line + "\n")
	if !complete(k.said.String()) {
		return "", nil
	}
	document := strings.TrimSuffix(k.said.String(), "\n")
	k.said.Reset()
	delete(w.talks, "")
	return w.exchange(k, document, valid)
}

// whole is how a frame begins that needs no wrapping.
var whole = regexp.MustCompile(`^<([a-z]+:)?epp[ />]|^<[?!]`)

func (w *world) speaker() *talk { return w.talks[""] }

func (w *world) exchange(k *talk, document string, valid bool) (string, error) {
	wrapped := !whole.MatchString(document)
	if wrapped {
		document = w.wrap(document)
	}
	if valid {
		collect(document)
	}
	answer, err := k.ask(document)
	if ended(err) {
		return "S: (the connection is closed)", nil
	}
	if err != nil {
		return "", err
	}
	told, err := tell(answer)
	if err != nil || !wrapped {
		return told, err
	}
	if trID := fmt.Sprintf("<clTRID>CLI-%d</clTRID>", w.count); !strings.Contains(answer, trID) && strings.Contains(document, trID) {
		return "", fmt.Errorf("the answer lacks %s: %s", trID, answer)
	}
	common := regexp.MustCompile(`(?s)\nS: <trID>.*</trID>`)
	return common.ReplaceAllString(told, ""), nil
}

// wrap makes a whole frame of a command's element.
func (w *world) wrap(command string) string {
	w.count++
	spaces := ""
	for prefix, uri := range usual {
		if strings.Contains(command, "<"+prefix+":") {
			spaces += fmt.Sprintf(" xmlns:%s=%q", prefix, uri)
		}
	}
	head := fmt.Sprintf("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<epp xmlns=%q%s>", usual["epp"], spaces)
	if strings.HasPrefix(strings.TrimSpace(command), "<hello") {
		return head + command + "</epp>"
	}
	return fmt.Sprintf("%s<command>%s<clTRID>CLI-%d</clTRID></command></epp>", head, command, w.count)
}

// usual are the namespaces of the prefixes that stories use.
var usual = map[string]string{
	"epp":        "urn:ietf:params:xml:ns:epp-1.0",
	"domain":     "urn:ietf:params:xml:ns:domain-1.0",
	"contact":    "urn:ietf:params:xml:ns:contact-1.0",
	"host":       "urn:ietf:params:xml:ns:host-1.0",
	"rgp":        "urn:ietf:params:xml:ns:rgp-1.0",
	"secDNS":     "urn:ietf:params:xml:ns:secDNS-1.1",
	"fee":        "urn:ietf:params:xml:ns:epp:fee-1.0",
	"changePoll": "urn:ietf:params:xml:ns:changePoll-1.0",
	"loginSec":   "urn:ietf:params:xml:ns:epp:loginSec-1.0",
	"launch":     "urn:ietf:params:xml:ns:launch-1.0",
}

var tags = regexp.MustCompile(`<(/?)[A-Za-z][^>]*?(/?)>`)

// complete reports whether every element of text is closed.
func complete(text string) bool {
	depth := 0
	for _, m := range tags.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "":
			depth--
		case m[2] == "":
			depth++
		}
	}
	return depth <= 0
}
