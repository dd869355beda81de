// Package kifdom speaks KifDom's API v1, by which the customers of a
// drop-catching registrar for .fr manage their names. It imitates
// https://www.kifdom.com/api/v1 as its manual shows it: where the manual's
// text and its examples disagree, the examples are the wire.
package kifdom

import (
	"net/http"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Realm is where the logins of this dialect are unique, and the kind of its
// tokens.
const Realm = "kifdom"

// How long a token opens something, and how long after its issue it may be
// exchanged for a new one: the defaults of the library behind the original.
const (
	tokenTTL   = time.Hour
	tokenRenew = 14 * 24 * time.Hour
)

// Dialect is KifDom's API v1.
var Dialect = rest.Dialect{
	Name: "kifdom", Title: "KifDom API v1", Version: "1", Prefix: "/api/v1",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: auth, Text: "Tokens, and the account behind them. These answers have no `meta`."},
		{Name: domains, Text: "The names of the account: list, register, look at, change."},
		{Name: nameServers, Text: "Where a name is delegated to: the name servers of KifDom, or your own."},
		{Name: dnsZones, Text: "The records of a name whose zone KifDom serves."},
		{Name: preorders, Text: "Names that somebody else holds, to be caught when they drop."},
	},
	Security: []rest.Scheme{{Name: "token", Kind: rest.Bearer, Text: "The `access_token` of `POST /auth/login`, good for an hour."}},
	Who:      who,
	Refusals: refusals, Otherwise: otherwise, Fail: fail, Absent: absent,
	Common: []rest.Refused{
		{Fault: registry.ErrNoToken, When: "There is no token."},
		{Fault: registry.ErrOldToken, When: "The token is older than an hour."},
		{Fault: registry.ErrSpentToken, When: "The token was refreshed or logged out."},
		{Fault: registry.ErrBadToken, When: "The token is not one of this environment."},
	},
	Routes: []rest.Route{
		loginRoute, refreshRoute, meRoute, logoutRoute,
		listDomainsRoute, createDomainRoute, showDomainRoute, updateDomainRoute,
		listServersRoute, updateServersRoute,
		createRecordRoute, listRecordsRoute, updateRecordRoute, deleteRecordRoute,
		listPreordersRoute, createPreorderRoute,
	},
}

// The groups of the manual.
const (
	auth        = "Authentication"
	domains     = "Domain names"
	nameServers = "Name servers"
	dnsZones    = "DNS zones"
	preorders   = "Preorders"
)

const intro = `Register names, set where they lead, and preorder those that are about to drop.

Log in for a token, and send it with every other request:

    curl -X POST "$URL/api/v1/auth/login" -H "Content-Type: application/json" -d '{"email":"…","password":"…"}'
    curl "$URL/api/v1/domains" -H "Authorization: Bearer …"

Bodies are JSON, in and out. Most answers carry a ` + "`meta`" + ` block: the balance of the account, what of it is on hold for
preorders (both in euros), and how many names it holds. Errors answer 400, or 401 when the token is at fault; their
` + "`meta`" + ` has other members, and numbers in place of strings.

Names may be written in Unicode or in punycode, in either case for ASCII letters.`

// who returns whom the token stands for.
func who(c *rest.Call) (registry.Actor, error) {
	if c.Route.Pattern == refreshPattern {
		return registry.Actor{}, nil // an expired token will do: RefreshToken looks for itself
	}
	h, err := rest.Ask(c, command.Bearer{Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address})
	if err == nil && h.Actor.Account == "" { // this storefront serves customers only
		err = registry.ErrBadToken
	}
	return h.Actor, err
}

// challenge is what the library behind the original sends with its 401s.
var challenge = http.Header{"Www-Authenticate": {"jwt-auth"}}
