package epp

import (
	"errors"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// realm is the scope in which the login names of registrars' users are unique.
const realm = "registrar"

// maxFailedLogins is the number of failed logins that ends a session.
const maxFailedLogins = 10

// A login is a decoded <login> (RFC 5730 section 2.9.1.1). After it the session
// keeps only the services.
type login struct {
	id                    string   // clID
	password, newPassword string   // newPassword "": no change
	objects, extensions   []string // namespace URIs of the services
}

// uses reports whether the login named the service uri.
func (l *login) uses(uri string) bool {
	return slices.Contains(l.extensions, uri) || slices.Contains(l.objects, uri)
}

// sessionMapping has the commands that are not about an object.
var sessionMapping = mapping{verbs: []verb{
	{name: "login", schema: loginSchema, handle: handleLogin},
	{name: "logout", handle: handleLogout},
	pollVerb,
}}

// pw is checked against the stored password only; newPW conforms to pwType of
// epp-1.0, since longer ones need RFC 8807.
var loginSchema = elementDecl{sub: []elementDecl{
	{name: "clID", text: clIDType},
	{name: "pw", text: normalized(1, 128)},
	{name: "newPW", opt: true, text: token(6, 16)},
	{name: "options", sub: []elementDecl{
		{name: "version", text: pattern("a version", `[1-9]+\.[0-9]+`)},
		{name: "lang", text: langType},
	}},
	{name: "svcs", sub: []elementDecl{
		{name: "objURI", max: unbounded, text: minTokenType},
		{name: "svcExtension", opt: true, sub: []elementDecl{{name: "extURI", max: unbounded, text: minTokenType}}},
	}},
}}

// handleLogin logs the session in. Faults: 2002 when it is logged in, 2200, 2501
// and those of selectServices, and 2502 when the registrar has MaxSessions.
func handleLogin(c *call, n *node) error {
	s := c.session
	if s.login != nil {
		return &resultError{code: 2002, reason: "the session is logged in already", node: n}
	}
	l := &login{id: n.get("clID"), password: n.get("pw"), newPassword: n.get("newPW")}
	if err := l.selectServices(s.server, n); err != nil {
		return err
	}
	if err := c.decodeExtensions(l); err != nil {
		return err
	}
	if l.newPassword == passwordInExtension { // the login has no extension with the password
		return missing(n, "newPW")
	}
	u, err := access.LoginWithCertificate(c.ctx, c.runner, realm, l.id, l.password, s.address, s.fingerprint)
	if err != nil {
		return s.rejectLogin(n, err)
	}
	if !s.server.loggedIn.Acquire(u.Registrar) {
		return &resultError{code: 2502, reason: "the registrar has as many sessions as it may", node: n.child("clID")}
	}
	s.registrar = u.Registrar
	c.actor = s.actor(u, c.actor)
	if l.newPassword != "" {
		if err := c.changePassword(n, l.newPassword); err != nil {
			s.server.releaseSession(u.Registrar)
			s.registrar = ""
			return err
		}
	}
	l.id, l.password, l.newPassword = "", "", ""
	s.user, s.login, c.login, s.checkedAt = u, l, l, now()
	return c.encodeExtensions(l)
}

// rejectLogin returns 2200 for every failed authentication, so that a client that
// guesses does not learn which credential was right; 2501, which ends the session,
// after maxFailedLogins. Other errors are returned unchanged.
func (s *session) rejectLogin(n *node, err error) error {
	fault, ok := errors.AsType[*registry.Fault](err)
	if !ok || fault.Code != registry.ErrLogin.Code {
		return err
	}
	rejected := &resultError{code: 2200, reason: fault.Text, node: n.child("clID")}
	if s.failedLogins++; s.failedLogins >= maxFailedLogins {
		rejected.code = 2501
	}
	return rejected
}

// selectServices stores the services that the login n names. Faults: 2100, 2102,
// 2103 and 2307.
func (l *login) selectServices(s *Server, n *node) error {
	if v := n.find("options", "version"); v.text != "1.0" {
		return &resultError{code: 2100, reason: "the version is 1.0", node: v}
	}
	if v := n.find("options", "lang"); !strings.EqualFold(v.text, "en") {
		return &resultError{code: 2102, reason: "the language is en", node: v}
	}
	for o := range n.child("svcs").all("objURI") {
		m := s.services.objects[s.services.canonical(o.text)]
		switch {
		case m == nil:
			return &resultError{code: 2307, reason: "this object service is not offered", node: o}
		case !l.uses(m.uri): // m.uri, not o.text, which would keep the frame with the password in memory
			l.objects = append(l.objects, m.uri)
		}
	}
	x := n.find("svcs", "svcExtension")
	if x == nil {
		return nil
	}
	for e := range x.all("extURI") {
		offered := s.services.extension(s.services.canonical(e.text))
		switch {
		case offered == nil:
			return &resultError{code: 2103, reason: "this extension is not offered", node: e}
		case !l.uses(offered.uri):
			l.extensions = append(l.extensions, offered.uri)
		}
	}
	return nil
}

func (c *call) changePassword(n *node, password string) error {
	secret, err := c.runner.HashPassword(password)
	if err == nil {
		_, err = do(c, access.SetPassword{PasswordHash: secret})
	}
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return &resultError{code: fault.Code, reason: fault.Text, node: n.child("newPW")}
	}
	return err
}

// handleLogout ends the session with 1500.
func handleLogout(c *call, _ *node) error {
	c.code = 1500
	return nil
}
