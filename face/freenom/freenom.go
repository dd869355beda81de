// Package freenom speaks the Freenom API v2, by which resellers handed out free
// .tk, .ml, .cf, .ga and .gq names by the month and sold paid ones by the year.
// It imitates https://api.freenom.com/v2 as its manual shows it and as its
// clients in the wild call it.
package freenom

import (
	"net/http"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Realm is where the logins of this dialect are unique.
const Realm = "freenom"

// Dialect is the Freenom API v2. Every answer has HTTP status 200: what came of
// a call stands in its body.
var Dialect = rest.Dialect{
	Name: "freenom", Title: "Freenom API v2", Version: "2", Prefix: "/v2", Also: []string{"/v1"},
	Intro: intro,
	Tags: []rest.Tag{
		{Name: service, Text: "Is anybody there?"},
		{Name: domains, Text: "Names: free by the month, or paid by the year."},
		{Name: nameservers, Text: "Glue: the addresses of name servers below a name of yours."},
		{Name: contacts, Text: "The people behind the names."},
		{Name: transfers, Text: "Names that move from one account to another."},
	},
	Security: []rest.Scheme{{Name: "login", Kind: rest.Params, Params: []string{"email", "password"},
		Text: "E-mail address and password of the account, with every call."}},
	Takes:  []string{"application/x-www-form-urlencoded", "multipart/form-data"},
	Gives:  []rest.Media{{Type: "application/json"}, {Type: "application/xml", Render: renderXML}},
	Locate: locate, Who: who, Read: rest.ReadFormOpenly, Write: write, Manner: manner,

	Refusals: refusals, Otherwise: otherwise, Fail: fail, Absent: absent, Always: http.StatusOK,
	Common: []rest.Refused{
		{Fault: registry.ErrNoToken, When: "`email` or `password` is missing."},
		{Fault: registry.ErrLogin, When: "`email` and `password` are not an account's."},
	},
	Routes: []rest.Route{
		pingRoute,
		searchRoute, registerRoute, renewRoute, infoRoute, modifyRoute, deleteRoute, restoreRoute, upgradeRoute, listRoute,
		putGlueRoute, deleteGlueRoute, listGlueRoute,
		putContactRoute, deleteContactRoute, showContactRoute, listContactsRoute,
		priceRoute, requestRoute, approveRoute, declineRoute, listTransfersRoute,
	},
}

// The groups of the manual.
const (
	service     = "Service"
	domains     = "Domains"
	nameservers = "Name servers"
	contacts    = "Contacts"
	transfers   = "Transfers"
)

const intro = `Register free and paid names, set where they lead, and move them between accounts.

Every function is one call with its parameters and your credentials:

    curl "$URL/v2/service/ping"
    curl "$URL/v2/domain/search?domainname=my-first-name.tk&domaintype=FREE"
    curl -X POST "$URL/v2/domain/register" -d "domainname=my-first-name.tk" -d "domaintype=FREE" -d "period=12M" \
      -d "forward_url=https://a.example/" -d "idshield=enabled" -d "email=$EMAIL" --data-urlencode "password=$PASSWORD"

Parameters may stand in the query or in a form, whatever the method; repeat a name, or write ` + "`name[]` or `name[0]`" + `, to give several
values. Put ` + "`.xml`" + ` behind a function for XML in place of JSON. A client that knows no PUT or DELETE sends a POST with ` + "`method=put`" + `.

Every answer has HTTP status 200 and a ` + "`status`" + `: ` + "`OK`" + `, or ` + "`error`" + ` with the first thing that is wrong in ` + "`error`" + `. Names come back in upper
case, dates as YYYYMMDD.

A POST that is sent again within 30 seconds is done once, and answered alike. With ` + "`test_mode=1`" + ` a call does everything, answers, and
undoes it.`
