// Package repp serves REPP v1, the REST API with which .ee registrars manage their domains,
// contacts and account: EPP's vocabulary in JSON. It imitates
// internetee-registry/doc/repp/v1/domain.md of 2020, which is the default edition; clients
// can request the edition of 2026 (docs/contracts/ee.md section 2).
//
// Begin with this file: Dialect has the routes. domain_2020.go and domain_2026.go encode
// the same result in the two editions, refusals.go words the faults.
package repp

import (
	_ "embed"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// walk has the requests of the Postman collection.
//
//go:embed walk.txt
var walk string

// Dialect is REPP v1. Its Version is the default edition.
var Dialect = rest.Dialect{
	Name: "repp", Title: "REPP", Version: string(Edition2020), Prefix: "/repp/v1",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: domains, Text: "Register, show, change, renew, transfer and delete domains."},
		{Name: contacts, Text: "The persons and organisations that domains refer to."},
		{Name: accounts, Text: "The registrar's account: settings, balance and transactions."},
		{Name: invoices, Text: "Invoices, and requests for credit."},
		{Name: users, Text: "The registrar's users, their certificates and the addresses they may connect from."},
		{Name: notifications, Text: "Messages from the registry: the same queue as EPP's poll."},
		{Name: registrarTag, Text: "The registrar itself."},
		{Name: public, Text: "Without authentication."},
	},
	Security:     schemes,
	Middleware:   ee.Preflight,
	Authenticate: authenticate,
	Read:         rest.ReadBody,
	Filter:       "q[",
	Rate:         rest.Rate{Calls: 100, Window: time.Minute},
	Refusals:     refusals, DefaultRefusal: defaultRefusal, ErrorBody: errorBody, NoRoute: noRoute,
	Header: ee.Header,
	ETag:   true,
	CommonErrors: []rest.ErrorDoc{
		{Fault: registry.ErrLogin, Description: "User name or password is missing or wrong."},
	},
	Walk: walk,
	Routes: slices.Concat(domainRoutes, contactRoutes, accountRoutes, invoiceRoutes, userRoutes, certificateRoutes,
		addressRoutes, identityRoutes, notificationRoutes, registrarRoutes, publicRoutes),
}

// Tags of the manual.
const (
	domains       = "Domains"
	contacts      = "Contacts"
	accounts      = "Accounts"
	invoices      = "Invoices"
	users         = "Users"
	notifications = "Notifications"
	registrarTag  = "Registrar"
	public        = "Public"
)

const intro = `REPP gives .ee registrars what EPP does, without its sessions and frames: the same objects and the same result codes, as JSON.

    curl -u "$USER:$PASSWORD" "$URL/repp/v1/domains?limit=10&details=true"

Every response is ` + "`{\"code\":…,\"message\":…,\"data\":…}`" + `; 1000 is success, 1001 success that waits for a confirmation, 1100 success with a part of the
request discarded. Bodies are JSON or forms. A body that is one object in another, as ` + "`{\"contact\":{…}}`" + `, may also be the inner one alone.

Responses have the shapes of the manual of 2020. With ` + "`Accept: application/json; edition=2026`" + ` they have those that the portals of 2026 read; the registrars' portal,
which names itself by ` + "`Requester: webclient`" + `, gets these by default. A user may
make 100 calls in 60 seconds unless the registry is configured otherwise.`

// The editions of REPP.
const (
	Edition2020 = ee.Edition2020 // the manual
	Edition2026 = ee.Edition2026 // the original's open-source portals
)

// edition returns the edition in the Accept header, or the dialect's default.
func edition(c *rest.Call) ee.Edition { return ee.EditionOf(c, Edition2020, Edition2026) }
