package store

import (
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A DomainQuery selects domains. An empty field selects all.
type DomainQuery struct {
	Registrar    registry.RegistrarID
	Account      registry.AccountID
	TLD          name.Name          // directly below it
	Contact      registry.ContactID // in the given role, or in any
	Role         registry.ContactRole
	Host         name.Name         // delegated to it
	IdentCode    string            // with a contact, in any role, whose Ident has this code
	NameLike     string            // a LIKE pattern of the name: "%" is any text, "_" any character
	ExpiresFrom  time.Time         // exDate not before; zero: no bound
	ExpiresUntil time.Time         // exDate not after; zero: no bound
	Statuses     []registry.Status // with all of these in Domain.AllStatuses, as the row was written
	Except       []name.Name       // without these names
	Also         []name.Name       // with Statuses: also these names, whatever statuses their rows have
	After        name.Name         // names greater than this one
	Offset       int               // how many to skip
	Order        SortOrder         // of List
	Limit        int               // zero: 100
}

// A SortOrder is the order of a list of domains.
type SortOrder string

// The orders of a list of domains. Domains with the same exDate are in order of
// creation, the newer first in ByExpiry, the older first in ByExpiryDesc.
const (
	ByName        SortOrder = ""
	ByExpiry      SortOrder = "expires"
	ByCreated     SortOrder = "created"
	ByNameDesc    SortOrder = "-name"
	ByExpiryDesc  SortOrder = "-expires"
	ByCreatedDesc SortOrder = "-created"
)

// A ContactQuery selects contacts. An empty field selects all. Comparisons ignore
// case.
type ContactQuery struct {
	Registrar     registry.RegistrarID
	Account       registry.AccountID
	Text          string // part of the name, the handle or the ident's code
	NameLike      string // pattern of Postal.Name: "%" is any text
	EmailLike     string // pattern of Email
	IdentLike     string // pattern of Ident.Code
	ID            registry.ContactID
	IdentType     registry.IdentType
	IdentCountry  string
	Offset, Limit int // Limit 0: 100
}

// An InvoiceQuery selects invoices of a registrar. A zero field selects all.
type InvoiceQuery struct {
	Registrar            registry.RegistrarID
	MinNumber, MaxNumber *int64 // nil: no bound
	MinTotal, MaxTotal   *int64 // of Invoice.Total in minor units; nil: no bound
	Issued, Due, Paid    Period
	Cancelled            *bool // nil: both
	Order                InvoiceOrder
	Offset, Limit        int // Limit 0: 100
}

// A Period is the time from From, and before Until; a zero bound is none. The zero
// instant is in no Period with a bound.
type Period struct{ From, Until time.Time }

// An InvoiceOrder is the order of a list of invoices. Equal ones are in order of
// their IDs, the newest first.
type InvoiceOrder string

const (
	InvoicesByID         InvoiceOrder = "id"
	InvoicesByIDDesc     InvoiceOrder = "" // newest first
	InvoicesByNumber     InvoiceOrder = "number"
	InvoicesByNumberDesc InvoiceOrder = "-number"
	InvoicesByIssued     InvoiceOrder = "issued"
	InvoicesByIssuedDesc InvoiceOrder = "-issued"
	InvoicesByDue        InvoiceOrder = "due"
	InvoicesByDueDesc    InvoiceOrder = "-due"
	InvoicesByTotal      InvoiceOrder = "total"
	InvoicesByTotalDesc  InvoiceOrder = "-total"
)
