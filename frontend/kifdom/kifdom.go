// Package kifdom implements KifDom's API v1, with which the customers of a drop-catching
// registrar for .fr manage their names. It imitates https://www.kifdom.com/api/v1 as its
// manual shows it; where the manual's text and examples disagree, it follows the examples
// (docs/contracts/kifdom.md).
//
// Begin with this file: Dialect has the routes and the wording of faults. It is the
// smallest dialect, and domain_write.go the plainest file to learn from.
package kifdom

import (
	_ "embed"
	"net/http"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Realm is the realm of this dialect's logins and the kind of its tokens.
const Realm = "kifdom"

// Lifetime of a token, and the time after its issue within which it can be
// refreshed: the defaults of the library behind the original.
const (
	tokenTTL   = time.Hour
	tokenRenew = 14 * 24 * time.Hour
)

// walk has the requests of the Postman collection.
//
//go:embed walk.txt
var walk string

// Dialect is KifDom's API v1.
var Dialect = rest.Dialect{
	Name: "kifdom", Title: "KifDom API v1", Version: "1", Prefix: "/api/v1",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: auth, Text: "Tokens and their account. These responses have no `meta`."},
		{Name: domains, Text: "The names of the account: list, register, show, change."},
		{Name: nameServers, Text: "The delegation of a name: the name servers of KifDom, or your own."},
		{Name: dnsZones, Text: "The records of a name that uses KifDom's name servers."},
		{Name: preordersTag, Text: "Registered names, to be caught when they drop."},
	},
	Security:     []rest.Scheme{{Name: "token", Kind: rest.Bearer, Text: "The `access_token` of `POST /auth/login`, valid for an hour."}},
	Authenticate: authenticate,
	Refusals:     refusals, DefaultRefusal: defaultRefusal, ErrorBody: errorBody, NoRoute: noRoute,
	CommonErrors: []rest.ErrorDoc{
		{Fault: registry.ErrTokenMissing, Description: "There is no token."},
		{Fault: registry.ErrTokenExpired, Description: "The token is older than an hour."},
		{Fault: registry.ErrTokenRetired, Description: "The token was refreshed or revoked."},
		{Fault: registry.ErrTokenUnknown, Description: "The token is not one of this environment."},
	},
	Walk: walk,
	Routes: []rest.Route{
		loginRoute, refreshRoute, meRoute, logoutRoute,
		listDomainsRoute, createDomainRoute, showDomainRoute, updateDomainRoute,
		listServersRoute, updateServersRoute,
		createRecordRoute, listRecordsRoute, updateRecordRoute, deleteRecordRoute,
		listPreordersRoute, createPreorderRoute,
	},
}

// The tags of the documentation.
const (
	auth         = "Authentication"
	domains      = "Domain names"
	nameServers  = "Name servers"
	dnsZones     = "DNS zones"
	preordersTag = "Preorders"
)

const intro = `Register names, set their name servers and records, and preorder names that are about to drop.

Log in for a token, and send it with every other request:

    curl -X POST "$URL/api/v1/auth/login" -H "Content-Type: application/json" -d '{"email":"…","password":"…"}'
    curl "$URL/api/v1/domains" -H "Authorization: Bearer …"

Requests and responses are JSON. Most responses have a ` + "`meta`" + ` block: the balance of the account, the amount on hold for
preorders (both in euros), and the number of its names. Errors have status 400, or 401 if the token is missing or invalid; their
` + "`meta`" + ` has other members, and numbers in place of strings.

Names may be written in Unicode or in punycode, in either case for ASCII letters.`

// authenticate returns the actor of the token.
func authenticate(c *rest.Call) (registry.Actor, error) {
	if c.Route.Pattern == refreshPattern {
		return registry.Actor{}, nil // RefreshToken verifies the token, and accepts an expired one
	}
	bearer, err := rest.Ask(c, access.AuthenticateToken{Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address})
	if err == nil && bearer.Actor.Account == "" { // users of the storefront itself have no access
		err = registry.ErrTokenUnknown
	}
	return bearer.Actor, err
}

// challenge is the header that the library behind the original sends with 401.
var challenge = http.Header{"Www-Authenticate": {"jwt-auth"}}
