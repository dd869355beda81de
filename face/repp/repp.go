// Package repp speaks REPP v1, by which .ee registrars look after their names,
// contacts and money: EPP's vocabulary in JSON. It imitates
// internetee-registry/doc/repp/v1/domain.md of 2020, which is the edition it
// speaks unless asked for the one of 2026.
package repp

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/face/rest"
)

// Dialect is REPP v1. Its Version is the edition that is spoken with those who
// ask for none.
var Dialect = rest.Dialect{
	Name: "repp", Title: "REPP", Version: string(Seed), Prefix: "/repp/v1",
	Intro: intro,
	Tags: []rest.Tag{
		{Name: domains, Text: "Names: look at them, register, change, renew, transfer and give them up."},
		{Name: contacts, Text: "The people and companies behind the names."},
		{Name: accounts, Text: "The registrar's account: its balance, and what moved it."},
		{Name: invoices, Text: "Invoices, and credit asked for by one."},
		{Name: users, Text: "Who logs in for the registrar, with certificates, and from where."},
		{Name: notifications, Text: "What the registry has to say: the queue that EPP polls."},
		{Name: registrar, Text: "The registrar itself."},
		{Name: public, Text: "Open to everyone."},
	},
	Security: schemes,
	Around:   cors,
	Who:      who,
	Read:     rest.ReadBody,
	Rate:     rest.Rate{Calls: 100, Window: time.Minute},
	Refusals: refusals, Otherwise: otherwise, Fail: fail, Absent: absent,
	Header: header,
	ETag:   true,
	Routes: slices.Concat(domainRoutes, contactRoutes, accountRoutes, invoiceRoutes, userRoutes, certificateRoutes,
		addressRoutes, identityRoutes, notificationRoutes, registrarRoutes, publicRoutes),
}

// The groups of the manual.
const (
	domains       = "Domains"
	contacts      = "Contacts"
	accounts      = "Accounts"
	invoices      = "Invoices"
	users         = "Users"
	notifications = "Notifications"
	registrar     = "Registrar"
	public        = "Public"
)

const intro = `REPP is the registrar's side of the .ee registry without EPP's sessions and frames: the same objects, the same result codes, as JSON.

    curl -u "$USER:$PASSWORD" "$URL/repp/v1/domains?limit=10&details=true"

Every answer is ` + "`{\"code\":…,\"message\":…,\"data\":…}`" + `; 1000 is success, 1001 success that waits for somebody's word, 1100 success with a part of the
request left out. Bodies are JSON or forms.

Answers have the shapes of the manual of 2020. With ` + "`Accept: application/json; edition=2026`" + ` they have those that today's portals read. A user may
make 100 calls in 60 seconds unless the registry says otherwise.`
