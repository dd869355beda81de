package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

// Info is one environment in demo.json, which scripts read. Frontends that
// do not exist are absent.
type Info struct {
	HTTP     string    `json:"http"`
	Operator bearer    `json:"operator"`
	KifDom   []SignIn  `json:"kifdom,omitempty"`
	Altravia []APIUser `json:"altravia,omitempty"`
	REPP     []eppUser `json:"repp,omitempty"`
	Freenom  []SignIn  `json:"freenom,omitempty"`

	Registrant *eIdentity `json:"registrant,omitempty"`

	Forward    string      `json:"forward,omitempty"`
	EPP        string      `json:"epp,omitempty"`
	WHOIS      string      `json:"whois,omitempty"`
	DNS        string      `json:"dns,omitempty"`
	TSIG       *tsig       `json:"tsig,omitempty"`
	RDAP       string      `json:"rdap,omitempty"`
	CA         string      `json:"ca,omitempty"`
	EPPClients []EPPClient `json:"eppClients,omitempty"`

	Clock string `json:"clock,omitempty"`
}

// A bearer is a bearer token in demo.json.
type bearer struct {
	Token string `json:"token"`
}

// A tsig is a TSIG key (RFC 8945) in demo.json.
type tsig struct {
	Name      string `json:"name"` // with its final dot
	Algorithm string `json:"algorithm"`
	Secret    []byte `json:"secret"` // base64
}

// A SignIn is the login of a storefront's customer in demo.json.
type SignIn struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// writeInfo writes demo.json, readable by its owner alone since it has credentials.
func (c Command) writeInfo(conf server.Config, keys secrets) error {
	infos := map[string]Info{}
	for n, first := range map[string]int{Production: 0, Sandbox: SandboxPorts} {
		s := Info{HTTP: c.url(first), RDAP: c.url(first) + server.RDAPPath, Operator: bearer{keys[n].Operator}}
		if slices.Contains(storefronts(), "kifdom") {
			s.KifDom = keys[n].signIns("kifdom")
		}
		if slices.Contains(storefronts(), altravia.Realm) {
			s.Altravia = keys[n].apiUsers()
		}
		s.REPP = keys[n].eppUsers()
		if slices.Contains(storefronts(), freenom.Realm) {
			s.Freenom = keys[n].signIns(freenom.Realm)
		}
		s.Registrant = &demoRegistrant
		s.addListeners(conf.Environments[n], c, n, keys[n])
		if conf.Environments[n].Scheduler.Sandbox() {
			s.Clock = c.url(first) + "/sandbox/clock"
		}
		infos[n] = s
	}
	b, err := json.MarshalIndent(infos, "", "  ")
	if err != nil {
		return err
	}
	return server.WritePrivateFile(c.infoFile(), append(b, '\n'))
}

// signIns returns the logins of a storefront's customers.
func (k keyring) signIns(s storefront) (all []SignIn) {
	for _, p := range s.customers() {
		all = append(all, SignIn{p.Email, k.Passwords[p.Email]})
	}
	return all
}

// An eppUser is the REPP login of a registrar in demo.json.
type eppUser struct {
	Username  string `json:"username"`
	Password  string `json:"password"`
	Registrar string `json:"registrar"`
}

// eppUsers returns the REPP logins of the registrars.
func (k keyring) eppUsers() (all []eppUser) {
	for _, r := range registrarsWithoutStorefront() {
		all = append(all, eppUser{string(r.ID), k.Passwords[string(r.ID)], r.Name})
	}
	return all
}

// An eIdentity is a person that logs in to the Registrant API by eID, in demo.json.
type eIdentity struct {
	Ident   string `json:"ident"`
	First   string `json:"first_name"`
	Last    string `json:"last_name"`
	Country string `json:"country_code"`
}

// demoRegistrant is the contact mari.
var demoRegistrant = eIdentity{"37605030299", "Mari", "Maasikas", "EE"}

// registerCommand returns a shell command that logs alice in and registers a domain.
func (c Command) registerCommand(first int, keys keyring) string {
	if !slices.Contains(storefronts(), "kifdom") {
		return ""
	}
	alice := keys.signIns("kifdom")[0]
	const asJSON = `-H 'Content-Type: application/json'`
	login := fmt.Sprintf(`curl -s %s/api/v1/auth/login %s -d '{"email":"%s","password":"%s"}'`, c.url(first), asJSON, alice.Email, alice.Password)
	return fmt.Sprintf(`curl -s %s/api/v1/domains -H "Authorization: Bearer $(%s | sed 's/.*"access_token":"\([^"]*\)".*/\1/')" %s -d '{"name":"my-first-name.fr"}'`,
		c.url(first), login, asJSON)
}

// printSummary prints the addresses and logins of the demo, with commands to paste.
func (c Command) printSummary(w io.Writer, keys secrets) {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("Cadastre runs: a whole registry on this machine. Ctrl-C ends it.")
	p("")
	row := func(what, production, sandbox string) { p("  %-8s  %-30s  %s", what, production, sandbox) }
	row("", Production, Sandbox)
	row("HTTP", c.url(0), c.url(SandboxPorts))
	row("manuals", c.url(0)+"/docs/", c.url(SandboxPorts)+"/docs/")
	row("metrics", c.url(MetricsPort)+"/metrics", c.url(SandboxPorts+MetricsPort)+"/metrics")
	p("")
	for _, s := range storefronts() {
		p("  %s", dialectNamed(string(s)).Title)
		for i, login := range keys[Production].signIns(s) {
			p("    %-22s  %s  %s", login.Email, login.Password, s.customers()[i].balance)
		}
		p("")
	}
	p("  %s", repp.Dialect.Title)
	for _, u := range keys[Production].eppUsers() {
		p("    %-22s  %s  %s", u.Username, u.Password, u.Registrar)
	}
	p("")
	p("  %s: by eID", registrant.Dialect.Title)
	p("    %-22s  %s %s", demoRegistrant.Ident, demoRegistrant.First, demoRegistrant.Last)
	p("")
	p("Own a name: paste this line.")
	p("")
	p("%s", c.registerCommand(0, keys[Production]))
	p("")
	p("Ask whose it is, and who serves it.")
	p("")
	p("curl -s %s%s/domain/my-first-name.fr", c.url(0), server.RDAPPath)
	p("whois -h 127.0.0.1 -p %d my-first-name.fr", c.Port+whoisPort)
	p("dig @127.0.0.1 -p %d my-first-name.fr NS +short", c.Port+dnsPort)
	p("")
	p("The sandbox has its own time. Let a year pass there:")
	p("")
	p(`curl -s -X PUT %s/sandbox/clock -H 'Authorization: Bearer %s' -d '{"advance":"8760h"}'`, c.url(SandboxPorts), keys[Sandbox].Operator)
	p("")
	p("Every address and credential, for scripts: %s", c.infoFile())
}

// dialectNamed returns the dialect with the given name, which must exist.
func dialectNamed(n string) *rest.Dialect {
	all := server.Dialects()
	return all[slices.IndexFunc(all, func(d *rest.Dialect) bool { return d.Name == n })]
}
