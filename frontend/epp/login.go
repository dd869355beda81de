package epp

import (
	"errors"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

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
var loginSchema = eppxml.Element{Elements: []eppxml.Element{
	{Name: "clID", Text: eppxml.ClID},
	{Name: "pw", Text: eppxml.Normalized(1, 128)},
	{Name: "newPW", Optional: true, Text: eppxml.Token(6, 16)},
	{Name: "options", Elements: []eppxml.Element{
		{Name: "version", Text: eppxml.Pattern("a version", `[1-9]+\.[0-9]+`)},
		{Name: "lang", Text: eppxml.Lang},
	}},
	{Name: "svcs", Elements: []eppxml.Element{
		{Name: "objURI", Max: eppxml.Unbounded, Text: eppxml.AnyToken},
		{Name: "svcExtension", Optional: true, Elements: []eppxml.Element{{Name: "extURI", Optional: true, Max: eppxml.Unbounded, Text: eppxml.AnyToken}}},
	}},
}}

// handleLogin logs the session in. Faults: 2002 when it is logged in, 2200, 2501
// and those of selectServices, and 2502 when the registrar has MaxSessions.
func handleLogin(c *call, n *eppxml.Node) error {
	s := c.session
	if s.login != nil {
		return &eppxml.Error{Code: 2002, Reason: "the session is logged in already", Node: n}
	}
	l := &c.envelope.login
	*l = login{id: n.Get("clID"), password: n.Get("pw"), newPassword: n.Get("newPW")}
	if err := l.selectServices(s.server, n); err != nil {
		return err
	}
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	if err := l.requireNewPassword(n); err != nil {
		return err
	}
	u, err := access.LoginWithCertificate(c.ctx, c.runner, access.RegistrarRealm, l.id, l.password, s.address, s.fingerprint)
	if err != nil {
		return s.rejectLogin(n, err)
	}
	if !s.server.loggedIn.Acquire(u.Registrar) {
		return &eppxml.Error{Code: 2502, Reason: "the registrar has as many sessions as it may", Node: n.Child("clID")}
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
	kept := &login{objects: l.objects, extensions: l.extensions}
	s.user, s.login, c.login, s.checkedAt = u, kept, kept, s.server.now()
	return nil
}

// rejectLogin returns 2200 for every failed authentication, so that a client that
// guesses does not learn which credential was right; 2501, which ends the session,
// after maxFailedLogins. Other errors are returned unchanged.
func (s *session) rejectLogin(n *eppxml.Node, err error) error {
	fault, ok := errors.AsType[*registry.Fault](err)
	if !ok || fault.Code != registry.ErrLogin.Code {
		return err
	}
	rejected := &eppxml.Error{Code: 2200, Reason: fault.Text, Node: n.Child("clID")}
	if s.failedLogins++; s.failedLogins >= maxFailedLogins {
		rejected.Code = 2501
	}
	return rejected
}

// selectServices stores the services that the login n names. Faults: 2100, 2102,
// 2103 and 2307.
func (l *login) selectServices(s *Server, n *eppxml.Node) error {
	if v := n.Find("options", "version"); v.Text != "1.0" {
		return &eppxml.Error{Code: 2100, Reason: "the version is 1.0", Node: v}
	}
	if v := n.Find("options", "lang"); !strings.EqualFold(v.Text, "en") {
		return &eppxml.Error{Code: 2102, Reason: "the language is en", Node: v}
	}
	for o := range n.Child("svcs").All("objURI") {
		m := s.services.objects[s.services.canonical(o.Text)]
		switch {
		case m == nil:
			return &eppxml.Error{Code: 2307, Reason: "this object service is not offered", Node: o}
		case !l.uses(m.URI): // m.uri, not o.text, which would keep the frame with the password in memory
			l.objects = append(l.objects, m.URI)
		}
	}
	x := n.Find("svcs", "svcExtension")
	if x == nil {
		return nil
	}
	for e := range x.All("extURI") {
		offered := s.services.extension(s.services.canonical(e.Text))
		switch {
		case offered == nil:
			return &eppxml.Error{Code: 2103, Reason: "this extension is not offered", Node: e}
		case !l.uses(offered.URI):
			l.extensions = append(l.extensions, offered.URI)
		}
	}
	return nil
}

func (c *call) changePassword(n *eppxml.Node, password string) error {
	secret, err := c.runner.HashPassword(password)
	if err == nil {
		_, err = do(c, access.SetPassword{PasswordHash: secret})
	}
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return &eppxml.Error{Code: eppxml.Code(fault.Code), Reason: fault.Text, Node: n.Child("newPW")}
	}
	return err
}

// handleLogout ends the session with 1500.
func handleLogout(c *call, _ *eppxml.Node) error {
	c.code = 1500
	return nil
}
