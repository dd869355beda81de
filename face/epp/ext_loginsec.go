package epp

import (
	"strconv"
	"time"
)

const loginSecURI = "urn:ietf:params:xml:ns:epp:loginSec-1.0"

// loginSecExtension is RFC 8807: passwords of more than 16 characters, the
// client's software, and warnings about security events.
var loginSecExtension = extension{uri: loginSecURI, prefix: "loginSec", hooks: []hook{
	{verb: "login", form: loginSecForm, read: readLoginSec, tell: tellEvents},
}}

var loginSecForm = element{name: "loginSec", sub: []element{
	{name: "userAgent", opt: true, also: notEmpty, sub: []element{
		{name: "app", opt: true, text: token(0, 255)}, {name: "tech", opt: true, text: token(0, 255)}, {name: "os", opt: true, text: token(0, 255)},
	}},
	{name: "pw", opt: true, text: token(6, 128)},
	{name: "newPW", opt: true, text: token(6, 128)},
}}

// passwordInExtension is the value of <pw> or <newPW> when the extension has the
// password (RFC 8807 section 3.1).
const inExtension = "[LOGIN-SECURITY]"

func readLoginSec(c *call, n *node, into any) error {
	l := into.(*login)
	for _, p := range []struct {
		element string
		dest    *string
		node    *node
	}{{"pw", &l.password, n.child("pw")}, {"newPW", &l.newPassword, n.child("newPW")}} {
		switch {
		case p.node != nil && *p.dest == inExtension:
			*p.dest = p.node.text
		case p.node != nil: // two passwords: ambiguous
			return &problem{code: 2306, reason: "the login's " + p.element + " must be " + inExtension, node: p.node}
		case *p.dest == inExtension:
			return missing(n, p.element)
		}
	}
	if agent := n.child("userAgent"); agent != nil {
		c.session.log(c).Info("client software", "app", agent.get("app"), "tech", agent.get("tech"), "os", agent.get("os"))
	}
	return nil
}

// certificateWarning is how long before its expiry the server warns about a
// client certificate.
const expiresSoon = 30 * 24 * time.Hour

// encodeLoginEvents writes warnings about a client certificate that expires soon
// and about failed logins in this session.
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
