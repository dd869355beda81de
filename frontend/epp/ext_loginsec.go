package epp

import (
	"strconv"
	"time"
)

const loginSecURI = "urn:ietf:params:xml:ns:epp:loginSec-1.0"

// loginSecExtension is RFC 8807: passwords of more than 16 characters, the
// client's software, and warnings about security events.
var loginSecExtension = extension{uri: loginSecURI, prefix: "loginSec", hooks: []hook{
	{verb: "login", schema: loginSecSchema, decode: decodeLoginSec, encode: encodeLoginEvents},
}}

var loginSecSchema = elementDecl{name: "loginSec", sub: []elementDecl{
	{name: "userAgent", opt: true, check: notEmpty, sub: []elementDecl{
		{name: "app", opt: true, text: token(0, 255)}, {name: "tech", opt: true, text: token(0, 255)}, {name: "os", opt: true, text: token(0, 255)},
	}},
	{name: "pw", opt: true, text: token(6, 128)},
	{name: "newPW", opt: true, text: token(6, 128)},
}}

// passwordInExtension is the value of <pw> or <newPW> when the extension has the
// password (RFC 8807 section 3.1).
const passwordInExtension = "[LOGIN-SECURITY]"

func decodeLoginSec(c *call, n *node, into any) error {
	l := into.(*login)
	for _, p := range []struct {
		element string
		dest    *string
		node    *node
	}{{"pw", &l.password, n.child("pw")}, {"newPW", &l.newPassword, n.child("newPW")}} {
		switch {
		case p.node != nil && *p.dest == passwordInExtension:
			*p.dest = p.node.text
		case p.node != nil: // two passwords: ambiguous
			return &resultError{code: 2306, reason: "the login's " + p.element + " must be " + passwordInExtension, node: p.node}
		case *p.dest == passwordInExtension:
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
const certificateWarning = 30 * 24 * time.Hour

// encodeLoginEvents writes warnings about a client certificate that expires soon
// and about failed logins in this session.
func encodeLoginEvents(c *call, _ any) error {
	w := writer{}
	certs := c.session.conn.ConnectionState().PeerCertificates
	if len(certs) > 0 && now().Add(certificateWarning).After(certs[0].NotAfter) {
		w.text("loginSec:event", "The client certificate ends soon", "type", "certificate", "level", "warning", "exDate", string(appendTime(nil, certs[0].NotAfter)))
	}
	if c.session.failedLogins > 0 {
		w.text("loginSec:event", "Logins failed in this session", "type", "stat", "name", "failedLogins", "level", "warning", "value", strconv.Itoa(c.session.failedLogins))
	}
	if len(w.buf) == 0 {
		return nil
	}
	c.extension.openNS(loginSecURI, "loginSecData")
	c.extension.buf = append(c.extension.buf, w.buf...)
	c.extension.close("loginSec:loginSecData")
	return nil
}
