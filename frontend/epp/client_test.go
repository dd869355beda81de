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

// EPP stories are transcripts:
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
// The lines after C: are sent once their elements are closed; an <extension> must
// begin on the line that closes the command's element. A document that does not
// begin with <epp is wrapped in <epp><command> with a clTRID, and the response is
// shown without <epp>, <response> and <trID>. The prefixes of namespaces need no
// declaration, and their declarations are not shown. "C!" is "C:" for documents
// that no schema allows. "connect" opens a connection and shows the greeting;
// "login" logs in with all services of the greeting. "best-names/2" is a second
// session of best-names.

// A testClient is the client side of one session.
type testClient struct {
	conn    *tls.Conn
	pending strings.Builder // lines of an incomplete document
}

// answerTimeout is how long a test waits for a response.
const answerTimeout = 20 * time.Second

// dial opens a connection with the client certificate of session, a registrar with an
// optional "/number", and returns the greeting.
func (w *fixture) dial(session string) (*testClient, string, error) {
	name, _, _ := strings.Cut(session, "/")
	config := &tls.Config{RootCAs: w.roots}
	if cert := w.certs[name]; cert != nil {
		config.Certificates = []tls.Certificate{*cert}
	}
	conn, err := tls.Dial("tcp", w.addr, config)
	if err != nil {
		return nil, "", err
	}
	w.t.Cleanup(func() { conn.Close() })
	talk := &testClient{conn: conn}
	greeting, err := talk.read()
	return talk, greeting, err
}

// write sends a document as a frame.
func (k *testClient) write(document string) error {
	frame := binary.BigEndian.AppendUint32(nil, uint32(4+len(document)))
	_, err := k.conn.Write(append(frame, document...))
	return err
}

// read returns the document of the next frame.
func (k *testClient) read() (string, error) {
	k.conn.SetReadDeadline(time.Now().Add(answerTimeout))
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

// roundTrip sends a document and returns the response.
func (k *testClient) roundTrip(document string) (string, error) {
	if err := k.write(document); err != nil {
		return "", err
	}
	return k.read()
}

// isClosed reports whether err means that the server closed the connection.
func isClosed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// connectVerb opens a connection and returns the greeting.
func (w *fixture) connectVerb(_ *story.State, session string) (string, error) {
	k, greeting, err := w.dial(session)
	if err != nil {
		return "", err
	}
	w.clients[session] = k
	return formatAnswer(greeting)
}

// loginVerb opens a connection and logs in.
func (w *fixture) loginVerb(s *story.State, session string) (string, error) {
	k, greeting, err := w.dial(session)
	if err != nil {
		return "", err
	}
	w.clients[session] = k
	name, _, _ := strings.Cut(session, "/")
	answer, err := k.roundTrip(w.wrap(loginFrame(name, s.Vars[name+".password"], greeting)))
	if err != nil || !strings.Contains(answer, `code="1000"`) {
		return "", fmt.Errorf("login: %v %s", err, answer)
	}
	return "", nil
}

var servicesPattern = regexp.MustCompile(`(?s)<objURI>.*</svcExtension>|<objURI>.*</objURI>`)

// loginFrame returns a <login> with all services of greeting.
func loginFrame(clID, password, greeting string) string {
	return "<login><clID>" + clID + "</clID><pw>" + password + "</pw><options><version>1.0</version><lang>en</lang></options><svcs>" +
		servicesPattern.FindString(greeting) + "</svcs></login>"
}

// sendVerb is the verb C:, for documents that conform to the schemas.
func (w *fixture) sendVerb(_ *story.State, line string) (string, error) { return w.addLine(line, true) }

// sendInvalidVerb is the verb C!, for documents that do not.
func (w *fixture) sendInvalidVerb(_ *story.State, line string) (string, error) {
	return w.addLine(line, false)
}

var sessionPrefix = regexp.MustCompile(`^([A-Za-z0-9/-]+)( |$)`)

// addLine adds a line to the sender's document and sends it when it is complete.
func (w *fixture) addLine(line string, valid bool) (string, error) {
	if m := sessionPrefix.FindStringSubmatch(line); m != nil && w.sender() == nil {
		k, ok := w.clients[m[1]]
		if !ok {
			return "", fmt.Errorf("%s has no session", m[1])
		}
		if w.clients[""] = k; strings.TrimPrefix(line, m[0]) == "" {
			return "", nil
		}
		line = strings.TrimPrefix(line, m[0])
	}
	k := w.sender()
	if k == nil {
		return "", fmt.Errorf("no session selected for %q", line)
	}
	k.pending.WriteString(line + "\n")
	if !isBalanced(k.pending.String()) {
		return "", nil
	}
	document := strings.TrimSuffix(k.pending.String(), "\n")
	k.pending.Reset()
	delete(w.clients, "")
	return w.exchange(k, document, valid)
}

// completeFrame matches documents that need no wrapping.
var completeFrame = regexp.MustCompile(`^<([a-z]+:)?epp[ />]|^<[?!]`)

// sender returns the session that sends the current document; nil: none.
func (w *fixture) sender() *testClient { return w.clients[""] }

// exchange sends a document, wrapped if needed, and returns the response as a story
// shows it.
func (w *fixture) exchange(k *testClient, document string, valid bool) (string, error) {
	wrapped := !completeFrame.MatchString(document)
	if wrapped {
		document = w.wrap(document)
	}
	if valid {
		collect(document)
	}
	answer, err := k.roundTrip(document)
	if isClosed(err) {
		return "S: (the connection is closed)", nil
	}
	if err != nil {
		return "", err
	}
	shown, err := formatAnswer(answer)
	if err != nil || !wrapped {
		return shown, err
	}
	if trID := fmt.Sprintf("<clTRID>CLI-%d</clTRID>", w.frameCount); !strings.Contains(answer, trID) && strings.Contains(document, trID) {
		return "", fmt.Errorf("the answer lacks %s: %s", trID, answer)
	}
	common := regexp.MustCompile(`(?s)\nS: <trID>.*</trID>`)
	return common.ReplaceAllString(shown, ""), nil
}

// wrap returns a document with the element of a command and a new clTRID.
func (w *fixture) wrap(command string) string {
	w.frameCount++
	spaces := ""
	for prefix, uri := range namespaces {
		if strings.Contains(command, "<"+prefix+":") {
			spaces += fmt.Sprintf(" xmlns:%s=%q", prefix, uri)
		}
	}
	head := fmt.Sprintf("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<epp xmlns=%q%s>", namespaces["epp"], spaces)
	if strings.HasPrefix(strings.TrimSpace(command), "<hello") {
		return head + command + "</epp>"
	}
	return fmt.Sprintf("%s<command>%s<clTRID>CLI-%d</clTRID></command></epp>", head, command, w.frameCount)
}

// namespaces maps the prefixes of stories to their namespaces.
var namespaces = map[string]string{
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

// isBalanced reports whether every element of text is closed.
func isBalanced(text string) bool {
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
