// Package registrant speaks the Registrant API v1, by which people who hold .ee
// names look after them without their registrars: see them, lock them, keep
// their contacts, and decide on what registrars ask. It imitates
// internetee-registry/doc/registrant-api/v1/domain.md of 2018, which is the
// edition it speaks unless asked for the one of 2026.
package registrant

import (
	"net/http"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Dialect is the Registrant API v1. Its Version is the edition that is spoken
// with those who ask for none. Trusted are the portals that may say who
// somebody is: by itself it trusts nobody.
var Dialect = rest.Dialect{
	Name: "registrant", Title: "Registrant API", Version: string(Seed), Prefix: "/api/v1/registrant",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: session, Text: "Who is asking. A portal that has checked somebody's electronic identity says so, and gets a token for them."},
		{Name: domains, Text: "The names that the person is registrant of, administrative or technical contact of, or that are their company's."},
		{Name: contacts, Text: "What registrars have written about the person, and about companies that they represent."},
		{Name: confirms, Text: "What waits for the registrant's word: another registrant, or the name's deletion."},
	},
	Security: []rest.Scheme{{Name: "token", Kind: rest.Bearer, Text: "The `access_token` of `POST /auth/eid`, good for two hours."}},
	Around:   cors,
	Who:      who,
	Read:     rest.ReadBody,
	Write:    write,
	Refusals: refusals, Otherwise: otherwise, Fail: fail, Absent: absent,
	Common: []rest.Refused{{Fault: registry.ErrNoToken, When: "There is no token, or it opens nothing any more."}},
	Header: header,
	ETag:   true,
	Routes: slices.Concat(sessionRoutes, domainRoutes, contactRoutes, confirmRoutes),
}

// The groups of the manual.
const (
	session  = "Session"
	domains  = "Domains"
	contacts = "Contacts"
	confirms = "Confirmations"
)

const intro = `The registrant's own door to the .ee registry. Whoever has checked a person's electronic identity, from an address that the registry
trusts, gets a token for them:

    curl "$URL/api/v1/registrant/auth/eid" -H 'Content-Type: application/json' \
         -d '{"ident":"37605030299","first_name":"Mari","last_name":"Maasikas","country_code":"EE"}'
    curl "$URL/api/v1/registrant/domains" -H 'Authorization: Bearer …'

Answers have the shapes of the manual of 2018. With ` + "`Accept: application/json; edition=2026`" + ` they have those that today's portals read.

A company is represented by the administrative contacts of its names. The transfer code is shown to the registrant and to administrative contacts.`

// who returns the person whom the token stands for.
func who(c *rest.Call) (registry.Actor, error) {
	h, err := rest.Ask(c, command.Bearer{Kind: command.RegistrantRealm, Secret: c.Bearer(), Address: c.Actor.Address})
	return h.Actor, err
}

// header is sent with every answer.
var header = http.Header{
	"Cache-Control": {"max-age=0, private, must-revalidate"},
	"Content-Type":  {"application/json; charset=utf-8"},
	"Vary":          {"Accept, Origin"},
}

// cors lets the pages of portals in (contract ee, section 1.1).
func cors(h http.Handler) http.Handler {
	const methods, headers = "POST, GET, PUT, PATCH, DELETE, OPTIONS",
		"Origin, Content-Type, Accept, Authorization, Token, Auth-Token, Email, X-User-Token, X-User-Email"
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		out := w.Header()
		if origin := req.Header.Get("Origin"); origin != "" {
			out.Set("Access-Control-Allow-Origin", origin)
		}
		if req.Method != http.MethodOptions {
			h.ServeHTTP(w, req)
			return
		}
		out.Set("Access-Control-Allow-Methods", methods)
		out.Set("Access-Control-Allow-Headers", headers)
		out.Set("Access-Control-Max-Age", "3600")
		out.Set("Vary", "Origin")
		w.WriteHeader(http.StatusOK)
	})
}
