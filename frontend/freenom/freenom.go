// Package freenom implements the Freenom API v2, with which resellers registered free .tk,
// .ml, .cf, .ga and .gq names by the month and paid ones by the year. It imitates
// https://api.freenom.com/v2 as its manual shows it and as its public clients use it
// (docs/contracts/freenom.md).
//
// Begin with this file: Dialect has the routes. The path of a call is found by its
// function and the parameter `method`; responses are JSON or XML.
package freenom

import (
	_ "embed"
	"net/http"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// Realm is the realm of this dialect's logins.
const Realm = "freenom"

// walk has the requests of the Postman collection.
//
//go:embed walk.txt
var walk string

// Dialect is the Freenom API v2. Every response has HTTP status 200; the body has
// the status of the call.
var Dialect = rest.Dialect{
	Name: "freenom", Title: "Freenom API v2", Version: "2", Prefix: "/v2", PrefixAliases: []string{"/v1"},
	Intro: intro,
	Tags: []rest.Tag{
		{Name: service, Text: "Availability of the service."},
		{Name: domains, Text: "Names: free by the month, or paid by the year."},
		{Name: nameservers, Text: "Glue: the addresses of name servers below your names."},
		{Name: contactsTag, Text: "Contacts of the names."},
		{Name: transfers, Text: "Transfers of names between accounts."},
	},
	Security: []rest.Scheme{{Name: "login", Kind: rest.Params, Params: []string{"email", "password"},
		Text: "E-mail address and password of the account, with every call."}},
	Consumes: []string{"application/x-www-form-urlencoded", "multipart/form-data"},
	Produces: []rest.Media{{Type: "application/json"}, {Type: "application/xml", Render: renderXML}},
	Locate:   locate, Authenticate: authenticate, Read: rest.ReadFormUnchecked, Write: writeResponse, RunOptions: runOptions,

	Refusals: refusals, DefaultRefusal: defaultRefusal, ErrorBody: errorBody, NoRoute: noRoute, ErrorStatus: http.StatusOK,
	CommonErrors: []rest.ErrorDoc{
		{Fault: registry.ErrTokenMissing, Description: "`email` or `password` is missing."},
		{Fault: registry.ErrLogin, Description: "`email` and `password` are not valid."},
	},
	Walk: walk,
	Routes: []rest.Route{
		pingRoute,
		searchRoute, registerRoute, renewRoute, infoRoute, modifyRoute, deleteRoute, restoreRoute, upgradeRoute, listRoute,
		putGlueRoute, deleteGlueRoute, listGlueRoute,
		putContactRoute, deleteContactRoute, showContactRoute, listContactsRoute,
		priceRoute, requestRoute, approveRoute, declineRoute, listTransfersRoute,
	},
}

// The tags of the documentation.
const (
	service     = "Service"
	domains     = "Domains"
	nameservers = "Name servers"
	contactsTag = "Contacts"
	transfers   = "Transfers"
)

const intro = `Register free and paid names, set their name servers or forwarding, and transfer them between accounts.

Every function is one call with its parameters and your credentials:

    curl "$URL/v2/service/ping"
    curl "$URL/v2/domain/search?domainname=my-first-name.tk&domaintype=FREE"
    curl -X POST "$URL/v2/domain/register" -d "domainname=my-first-name.tk" -d "domaintype=FREE" -d "period=12M" \
      -d "forward_url=https://a.example/" -d "idshield=enabled" -d "email=$EMAIL" --data-urlencode "password=$PASSWORD"

Parameters may be in the query or in a form, for any method; repeat a name, or write ` + "`name[]` or `name[0]`" + `, to send several
values. Append ` + "`.xml`" + ` to a function for XML instead of JSON. A client without PUT or DELETE sends a POST with ` + "`method=put`" + `.

Every response has HTTP status 200 and a ` + "`status`" + `: ` + "`OK`" + `, or ` + "`error`" + ` with the first error in ` + "`error`" + `. Names are returned in upper
case, dates as YYYYMMDD.

A POST that is repeated within 30 seconds runs once and gets the same response. With ` + "`test_mode=1`" + ` a call runs, returns its response, and is
rolled back.`
