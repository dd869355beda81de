// Package registrant serves the Registrant API v1, with which the registrants of .ee
// domains manage them without their registrars: they see and lock domains, update
// contacts, and confirm or reject changes that registrars request. It imitates
// internetee-registry/doc/registrant-api/v1/domain.md of 2018, which is the default
// edition; clients can request the edition of 2026 (docs/contracts/ee.md section 3).
//
// Begin with this file: Dialect has the routes. domain_2018.go and domain_2026.go encode
// the same result in the two editions.
package registrant

import (
	_ "embed"
	"slices"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// walk has the requests of the Postman collection.
//
//go:embed walk.txt
var walk string

// Dialect is the Registrant API v1. Its Version is the default edition. Trusted
// holds the addresses of the portals that may log a person in; by default there
// are none.
var Dialect = rest.Dialect{
	Name: "registrant", Title: "Registrant API", Version: string(Edition2018), Prefix: "/api/v1/registrant",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: session, Text: "A portal that has checked a person's electronic identity gets a token for that person."},
		{Name: domains, Text: "The domains of which the person or the person's company is the registrant, or the person is an administrative or technical contact."},
		{Name: contacts, Text: "The registrars' contacts of the person, and of the companies that the person represents."},
		{Name: confirms, Text: "Changes that wait for the registrant's confirmation: a new registrant, or the deletion of a domain."},
	},
	Security:     []rest.Scheme{{Name: "token", Kind: rest.Bearer, Text: "The `access_token` of `POST /auth/eid`, valid for two hours."}},
	Middleware:   ee.CORS,
	Authenticate: authenticate,
	Read:         rest.ReadBody,
	Write:        write,
	Refusals:     refusals, DefaultRefusal: defaultRefusal, ErrorBody: errorBody, NoRoute: noRoute,
	CommonErrors: []rest.ErrorDoc{{Fault: registry.ErrTokenMissing, Description: "The token is missing, expired or revoked."}},
	Header:       ee.Header,
	ETag:         true,
	Walk:         walk,
	Routes:       slices.Concat(sessionRoutes, domainRoutes, contactRoutes, confirmRoutes),
}

// Tags of the manual.
const (
	session  = "Session"
	domains  = "Domains"
	contacts = "Contacts"
	confirms = "Confirmations"
)

const intro = `Direct access to the .ee registry for registrants. A portal at an address that the registry trusts, which has checked a person's
electronic identity, gets a token for that person:

    curl "$URL/api/v1/registrant/auth/eid" -H 'Content-Type: application/json' \
         -d '{"ident":"37605030299","first_name":"Mari","last_name":"Maasikas","country_code":"EE"}'
    curl "$URL/api/v1/registrant/domains" -H 'Authorization: Bearer …'

Responses have the shapes of the manual of 2018. With ` + "`Accept: application/json; edition=2026`" + ` they have those that the portal of 2026 reads.

A company is represented by the administrative contacts of its domains. The transfer code is shown to the registrant and to administrative contacts.`

// authenticate returns the actor of the bearer token.
func authenticate(c *rest.Call) (registry.Actor, error) {
	h, err := rest.Ask(c, access.AuthenticateToken{Kind: access.RegistrantRealm, Secret: c.Bearer(), Address: c.Actor.Address})
	return h.Actor, err
}
