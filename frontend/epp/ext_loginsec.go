package epp

import (
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
)

var loginSecSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:epp:loginSec-1.0", Prefix: "loginSec"}

// loginSecExtension is RFC 8807: passwords of more than 16 characters, the
// client's software, and warnings about security events.
var loginSecExtension = extension{Namespace: loginSecSpace, hooks: []hook{
	onLogin(addition[login]{schema: loginSecSchema, decode: decodeLoginSec, encode: encodeLoginEvents}),
}}

var loginSecSchema = eppxml.Element{Name: "loginSec", Elements: []eppxml.Element{
	{Name: "userAgent", Optional: true, Elements: []eppxml.Element{
		{Name: "app", Optional: true, Text: eppxml.Token(0, 255)}, {Name: "tech", Optional: true, Text: eppxml.Token(0, 255)}, {Name: "os", Optional: true, Text: eppxml.Token(0, 255)},
	}},
	{Name: "pw", Optional: true, Text: eppxml.Token(6, 128)},
	{Name: "newPW", Optional: true, Text: eppxml.Token(6, 128)},
}}

// passwordInExtension is the value of <pw> or <newPW> when the extension has the
// password (RFC 8807 section 3.1).
const passwordInExtension = "[LOGIN-SECURITY]"

// requireNewPassword refuses a login whose new password should be in the extension,
// which the login n does not have.
func (l *login) requireNewPassword(n *eppxml.Node) error {
	if l.newPassword == passwordInExtension {
		return eppxml.Missing(n, "newPW")
	}
	return nil
}

func decodeLoginSec(c *call, n *eppxml.Node, l *login) error {
	for _, p := range []struct {
		element string
		dest    *string
		node    *eppxml.Node
	}{{"pw", &l.password, n.Child("pw")}, {"newPW", &l.newPassword, n.Child("newPW")}} {
		switch {
		case p.node != nil && *p.dest == passwordInExtension:
			*p.dest = p.node.Text
		case p.node != nil: // two passwords: ambiguous
			return &eppxml.Error{Code: 2306, Reason: "the login's " + p.element + " must be " + passwordInExtension, Node: p.node}
		case *p.dest == passwordInExtension:
			return eppxml.Missing(n, p.element)
		}
	}
	if agent := n.Child("userAgent"); agent != nil {
		c.session.log(c).Info("client software", "app", agent.Get("app"), "tech", agent.Get("tech"), "os", agent.Get("os"))
	}
	return nil
}

// certificateWarning is how long before its expiry the server warns about a
// client certificate.
const certificateWarning = 30 * 24 * time.Hour

// encodeLoginEvents writes warnings about a client certificate that expires soon
// and about failed logins in this session.
func encodeLoginEvents(c *call, _ *eppxml.Node, _ *login) error {
	w := writer{}
	certs := c.session.conn.ConnectionState().PeerCertificates
	if len(certs) > 0 && c.session.server.now().Add(certificateWarning).After(certs[0].NotAfter) {
		w.Text("loginSec:event", "The client certificate ends soon", "type", "certificate", "level", "warning", "exDate", eppxml.FormatTime(certs[0].NotAfter))
	}
	if c.session.failedLogins > 0 {
		w.Text("loginSec:event", "Logins failed in this session", "type", "stat", "name", "failedLogins", "level", "warning", "value", strconv.Itoa(c.session.failedLogins))
	}
	if len(w.Buf) == 0 {
		return nil
	}
	c.extension.OpenNS(loginSecSpace, "loginSecData")
	c.extension.Buf = append(c.extension.Buf, w.Buf...)
	c.extension.Close("loginSec:loginSecData")
	return nil
}
