// Package altravia implements the .it Domains API 1.0.0 of Altravia, through which
// resellers sell .it names, and its token service. It imitates
// https://console.openapi.com/oas/en/domains.openapi.json and the messages of the .it EPP
// library behind the original, including their spelling (docs/contracts/altravia.md).
//
// Begin with this file: Dialect has the routes and the wording of faults. The other files
// have the routes of one noun each.
package altravia

import (
	_ "embed"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Realm is the realm of this dialect's logins and the kind of its tokens. The
// login is an e-mail address, and the API key is the user's password.
const Realm = "altravia"

// maxTTL is the default and maximum lifetime of a token.
const maxTTL = 365 * 24 * time.Hour

// walk has the requests of the Postman collection.
//
//go:embed walk.txt
var walk string

// Dialect is the .it Domains API in production. A sandbox has the same with a Host
// that begins with "test.".
var Dialect = rest.Dialect{
	Name: "altravia", Title: "Altravia .it Domains", Version: "1.0.0", Host: "domains.altravia.com",
	OpenAPIPath: "/oas/en/domains.openapi.json", OtherPaths: []string{countersPath, "/tokens"},
	Intro: intro,
	Tags: []rest.Tag{
		{Name: contactsTag, Text: "Registrants, and administrative and technical contacts."},
		{Name: domains, Text: "Check, register, transfer, update, delete and restore names."},
		{Name: tokens, Text: "Access tokens and their scopes. Authenticated by e-mail address and API key."},
	},
	Security: []rest.Scheme{
		{Name: "token", Kind: rest.Bearer, Text: "A token of `POST /token` with the scope of the call."},
		{Name: credentials, Kind: rest.Basic, Text: "E-mail address and API key of the account."},
	},
	Authenticate: authenticate,

	Refusals: refusals, DefaultRefusal: defaultRefusal, ErrorBody: errorBody, NoRoute: noRoute,
	Walk: walk,
	Routes: []rest.Route{
		listContactsRoute, createContactRoute, showContactRoute, updateContactRoute, deleteContactRoute,
		checkRoute,
		listDomainsRoute, createDomainRoute, showDomainRoute, updateDomainRoute, deleteDomainRoute,
		showRegistrantRoute, showAdminRoute, showTechRoute, removeTechRoute, restoreRoute,
		createTokenRoute, listTokensRoute, showTokenRoute, replaceTokenRoute, changeTokenRoute, deleteTokenRoute,
		listScopesRoute, creditRoute,
	},
}

// The tags of the documentation, and the name of the Basic scheme.
const (
	contactsTag = "Contacts"
	domains     = "Domains"
	tokens      = "Tokens"
	credentials = "credentials"
)

const intro = `Check, register, transfer and manage .it names in real time.

Get a token with the scopes that you need, and send it with every other request:

    curl -X POST "$URL/token" -u "$EMAIL:$APIKEY" -d '{"scopes":["*:*/*"]}'
    curl "$URL/check/example.it" -H "Authorization: Bearer $TOKEN"

Every response is a JSON object with ` + "`data`, `success`, `message` and `error`" + `. Calls that reach the registry report in
` + "`message`" + ` what was done there; an error has its reason in it, and a number in ` + "`error`" + `. Bodies are read as JSON
whatever their Content-Type is.

The sandbox is the same API with its own names, contacts, tokens and time: choose it among the servers, or put ` + "`test.`" + ` before the host. A
token of one is not valid in the other.

To register a name send ` + "`domain`, `registrant`, `admin`, `tech` and `dns`" + `; to transfer one, ` + "`domain` and `authinfo`" + `. Names are
renewed automatically each year; a deleted name can be restored for thirty days.`
