package epp

import (
	"strconv"
	"time"
)

const loginSecURI = "urn:ietf:params:xml:ns:epp:loginSec-1.0"

// loginSec is RFC 8807: passwords longer than the 16 characters of RFC 5730,
// what software a client is, and warnings about what will keep it out.
var loginSec = extension{uri: loginSecURI, prefix: "loginSec", hooks: []hook{
	{verb: "login", form: loginSecForm, read: readLoginSec, tell: tellEvents},
}}

var loginSecForm = element{name: "loginSec", sub: []element{
	{name: "userAgent", opt: true, also: notEmpty, sub: []element{
		{name: "app", opt: true, text: token(0, 255)}, {name: "tech", opt: true, text: token(0, 255)}, {name: "os", opt: true, text: token(0, 255)},
	}},
	{name: "pw", opt: true, text: token(6, 128)},
	{name: "newPW", opt: true, text: token(6, 128)},
}}

// inExtension stands in <pw> and <newPW> when the extension has the password
// (RFC 8807 section 3.1).
const inExtension = "[LOGIN-SECURITY]"

func readLoginSec(c *call, n *node, into any) error {
	l := into.(*login)
	for _, p := range []struct {
		in  string
		to  *string
		got *node
	}{{"pw", &l.password, n.child("pw")}, {"newPW", &l.newPassword, n.child("newPW")}} {
		switch {
		case p.got != nil && *p.to == inExtension:
			*p.to = p.got.text
		case p.got != nil: // two passwords, and nobody could tell which is meant
			return &problem{code: 2306, reason: "the login's " + p.in + " must be " + inExtension, node: p.got}
		case *p.to == inExtension:
			return missing(n, p.in)
		}
	}
	if agent := n.child("userAgent"); agent != nil {
		c.session.log(c).Info("client", "app", agent.get("app"), "tech", agent.get("tech"), "os", agent.get("os"))
	}
	return nil
}

// expiresSoon is how long before its end a certificate is warned of.
const expiresSoon = 30 * 24 * time.Hour

// tellEvents warns of a certificate that ends soon, and of logins that failed
// in this session.
func tellEvents(c *call, _ any) error {
	w := writer{}
	certs := c.session.conn.ConnectionState().PeerCertificates
	if len(certs) > 0 && now().Add(expiresSoon).After(certs[0].NotAfter) {
		w.text("loginSec:event", "The client certificate ends soon", "type", "certificate", "level", "warning", "exDate", string(stamp(nil, certs[0].NotAfter)))
	}
	if c.session.failures > 0 {
		w.text("loginSec:event", "Logins failed in this session", "type", "stat", "name", "failedLogins", "level", "warning", "value", strconv.Itoa(c.session.failures))
	}
	if len(w.b) == 0 {
		return nil
	}
	c.extension.object(loginSecURI, "loginSecData")
	c.extension.b = append(c.extension.b, w.b...)
	c.extension.close("loginSec:loginSecData")
	return nil
}
