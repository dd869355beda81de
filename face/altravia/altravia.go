// Package altravia speaks the .it Domains API 1.0.0 of Altravia, by which shops
// sell .it names, and the token service that opens it. It imitates
// https://console.openapi.com/oas/en/domains.openapi.json and the sentences of
// the .it EPP library behind the original, their spelling included.
package altravia

import (
	"time"

	"github.com/cadastre-registry/cadastre/face/rest"
)

// Realm is where the logins of this dialect are unique, and the kind of its
// tokens. The API key that goes with an e-mail address is the user's password.
const Realm = "altravia"

// maxTTL is how long a token opens something at most, and if nothing is said.
const maxTTL = 365 * 24 * time.Hour

// Dialect is the .it Domains API in production. That of a sandbox is the same
// with a Host that begins with "test.".
var Dialect = rest.Dialect{
	Name: "altravia", Title: "Altravia .it Domains", Version: "1.0.0", Host: "domains.altravia.com",
	OpenAPIAt: "/oas/en/domains.openapi.json",
	Intro:     intro,
	Tags: []rest.Tag{
		{Name: contacts, Text: "The people behind the names: registrants, and administrative and technical contacts."},
		{Name: domains, Text: "Check, register, transfer, change, give up and restore names."},
		{Name: tokens, Text: "What opens the API: tokens, and the scopes that each of them has. Authenticated by e-mail address and API key."},
	},
	Security: []rest.Scheme{
		{Name: "token", Kind: rest.Bearer, Text: "A token of `POST /token` with the scope of the call."},
		{Name: credentials, Kind: rest.Basic, Text: "E-mail address and API key of the account."},
	},
	Around: rest.CORS,
	Who:    who,

	Refusals: refusals, Otherwise: otherwise, Fail: fail, Absent: absent,
	Routes: []rest.Route{
		listContactsRoute, createContactRoute, showContactRoute, updateContactRoute, deleteContactRoute,
		checkRoute,
		listDomainsRoute, createDomainRoute, showDomainRoute, updateDomainRoute, deleteDomainRoute,
		showRegistrantRoute, showAdminRoute, showTechRoute, removeTechRoute, restoreRoute,
		createTokenRoute, listTokensRoute, showTokenRoute, replaceTokenRoute, changeTokenRoute, deleteTokenRoute,
		listScopesRoute, creditRoute,
	},
}

// The groups of the manual, and the second way to authenticate.
const (
	contacts    = "Contacts"
	domains     = "Domains"
	tokens      = "Tokens"
	credentials = "credentials"
)

const intro = `Check, register, transfer and manage .it names in real time.

Get a token with the scopes that you need, and send it with every other request:

    curl -X POST "$URL/token" -u "$EMAIL:$APIKEY" -d '{"scopes":["*:*/*"]}'
    curl "$URL/check/example.it" -H "Authorization: Bearer $TOKEN"

Every answer is a JSON object with ` + "`data`, `success`, `message` and `error`" + `. Calls that reach the registry tell in
` + "`message`" + ` what was done there; a refusal has the sentence that says why, and a number in ` + "`error`" + `. Bodies are read as JSON
whatever their Content-Type is.

The sandbox is the same API with names, contacts, tokens and time of its own: choose it among the servers, or put ` + "`test.`" + ` before the host. A
token of one opens nothing in the other.

To register a name send ` + "`domain`, `registrant`, `admin`, `tech` and `dns`" + `; to transfer one, ` + "`domain` and `authinfo`" + `. Names renew
themselves each year; one that was deleted can be restored for thirty days.`
