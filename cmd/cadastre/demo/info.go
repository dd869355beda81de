package demo

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

// Info is one environment in demo.json, which scripts read. Listeners that do not exist
// are absent.
type Info struct {
	HTTP     string `json:"http"`
	Operator bearer `json:"operator"`

	Forward    string      `json:"forward,omitempty"`
	EPP        string      `json:"epp,omitempty"`
	WHOIS      string      `json:"whois,omitempty"`
	DNS        string      `json:"dns,omitempty"`
	TSIG       *tsig       `json:"tsig,omitempty"`
	RDAP       string      `json:"rdap,omitempty"`
	CA         string      `json:"ca,omitempty"`
	EPPClients []EPPClient `json:"eppClients,omitempty"`

	Clock string `json:"clock,omitempty"`

	dialects map[string]any // members of the dialects, by their names
}

// MarshalJSON returns the members of the struct and those of the dialects.
func (i Info) MarshalJSON() ([]byte, error) {
	type plain Info // without this method
	b, err := json.Marshal(plain(i))
	if err != nil || len(i.dialects) == 0 {
		return b, err
	}
	more, err := json.Marshal(i.dialects)
	return append(append(b[:len(b)-1], ','), more[1:]...), err
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

// writeInfo writes demo.json, readable by its owner alone since it has credentials.
func (c Command) writeInfo(conf server.Config, keys secrets) error {
	infos := map[string]Info{}
	for n, first := range map[string]int{Production: 0, Sandbox: SandboxPorts} {
		s := Info{HTTP: c.url(first), RDAP: c.url(first) + server.RDAPPath, Operator: bearer{keys[n].Operator}, dialects: map[string]any{}}
		for _, seller := range server.Sellers() {
			s.dialects[seller.Dialect.Name] = seller.Demo.InfoOf(keys[n].users(seller))
		}
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

// users returns the logins of a dialect: the customers of its storefront, or registrars.
func (k keyring) users(s rest.Seller) (all []rest.DemoUser) {
	if s.Demo.Registrar == nil {
		for _, r := range registrarsWithoutStorefront() {
			all = append(all, rest.DemoUser{Login: string(r.ID), Password: k.Passwords[string(r.ID)], Note: r.Name})
		}
		return s.Demo.UsersOf(all)
	}
	for _, p := range customersOf(s) {
		all = append(all, rest.DemoUser{Login: p.Email, Password: k.Passwords[p.Email], Token: k.Tokens[p.Email], Note: p.balance.String()})
	}
	return s.Demo.UsersOf(all)
}

// exampleCommand returns a command line with which the first customer registers a domain
// at a base URL; "" if no dialect has one.
func exampleCommand(url string, keys keyring) string {
	for _, s := range storefronts() {
		if s.Demo.Example != nil {
			return s.Demo.Example(url, keys.users(s)[0])
		}
	}
	return ""
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
	for _, s := range append(storefronts(), others()...) {
		printUsers(p, s, keys[Production].users(s))
	}
	p("Own a name: paste this line.")
	p("")
	p("%s", exampleCommand(c.url(0), keys[Production]))
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

// printUsers prints the users of a dialect.
func printUsers(p func(string, ...any), s rest.Seller, users []rest.DemoUser) {
	title := s.Dialect.Title
	if s.Demo.Login != "" {
		title += ": " + s.Demo.Login
	}
	p("  %s", title)
	for _, u := range users {
		if u.Password == "" {
			p("    %-22s  %s", u.Login, u.Note)
		} else {
			p("    %-22s  %s  %s", u.Login, u.Password, u.Note)
		}
	}
	p("")
}
