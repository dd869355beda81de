package demo

import (
	"cmp"
	"slices"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// demoBilling is the seller on a demo's invoices.
var demoBilling = server.BillingConfig{
	Name: "Näidise Register", RegNo: "10000003", VATNo: "EE100000003", Street: "Näidise 2", City: "Tallinn", Postcode: "10000", Country: "EE",
	Bank: "Example Bank", IBAN: "EE382200221020145685", SWIFT: "EXAMPLE2X", Email: "billing@registry.example", Phone: "+372.5000001",
	VAT: 24, DueDays: 14, MinInvoice: "1.00",
}

const (
	bestNames  registry.RegistrarID = "best-names"
	otherNames registry.RegistrarID = "other-names"
	poorNames  registry.RegistrarID = "poor-names"
)

// firstTestID is the first of the IANA IDs for registrars that are none, 9994 to 9999.
// The demo's registrars have them, since ICANN's RDAP profile demands an ID.
const firstTestID = 9994

// A registrarSeed is a registrar with its first deposit.
type registrarSeed struct {
	registry.Registrar
	deposit money.Amount
}

// seedRegistrars returns the registrars of the demo: those of the storefronts, and three
// that use EPP and REPP.
func seedRegistrars() (all []registrarSeed) {
	for _, s := range storefronts() {
		all = append(all, registrarSeed{*s.Demo.Registrar, money.EUR(100_000_00)})
	}
	all = append(all, registrarsWithoutStorefront()...)
	for i := range all { // published addresses
		r := &all[i].Registrar
		r.Email, r.Voice = cmp.Or(r.Email, "abuse@"+string(r.ID)+".example"), cmp.Or(r.Voice, "+372.6000000")
		r.Website, r.RDAP = "https://www."+string(r.ID)+".example", "https://rdap."+string(r.ID)+".example/"
		r.IANA = firstTestID + i
		r.Address = registry.Postal{Street: []string{"Näidise 3"}, City: "Tallinn", PostalCode: "10000", Country: "EE"}
	}
	return all
}

// registrarsWithoutStorefront returns the registrars that use EPP and REPP and have no
// storefront.
func registrarsWithoutStorefront() []registrarSeed {
	return []registrarSeed{
		{registry.Registrar{ID: bestNames, Name: "Best Names", LowBalance: 1_000_00}, money.EUR(100_000_00)},
		{registry.Registrar{ID: otherNames, Name: "Other Names", LowBalance: 1_000_00}, money.EUR(100_000_00)},
		{registry.Registrar{ID: poorNames, Name: "Poor Names", LowBalance: 5_00}, money.EUR(5_00)},
	}
}

// storefronts returns the dialects of the server that sell to accounts.
func storefronts() []rest.Seller {
	return slices.DeleteFunc(server.Sellers(), func(s rest.Seller) bool { return s.Demo.Registrar == nil })
}

// A customer is an account with its first balance. Its user has the account's e-mail
// address as login.
type customer struct {
	registry.Account
	balance money.Amount
}

// others returns the dialects of the server that are no storefronts.
func others() []rest.Seller {
	return slices.DeleteFunc(server.Sellers(), func(s rest.Seller) bool { return s.Demo.Registrar != nil })
}

// customersOf returns the three customers of a storefront.
func customersOf(s rest.Seller) []customer {
	id := s.Demo.Registrar.ID
	newCustomer := func(login, first string, balance money.Amount) customer {
		return customer{registry.Account{
			ID: registry.AccountID(string(id) + "-" + login), Registrar: id,
			Email: login + "@" + string(id) + ".example", First: first, Last: "Example",
			Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Exampleville", PostalCode: "75001", Country: "FR"},
			Voice:   "+33.123456789",
		}, balance}
	}
	return []customer{
		newCustomer("alice", "Alice", money.EUR(2_000_00)),
		newCustomer("bob", "Bob", money.EUR(2_000_00)),
		newCustomer("carol", "Carol", money.EUR(5_00)),
	}
}

// A sponsored object is a contact or a domain with its sponsoring registrar.
type sponsored[T any] struct {
	registrar registry.RegistrarID
	object    T
}

// Contacts of the demo: persons and companies of .ee. Mari is the registrant who can log
// in to the Registrant API.
const (
	Mari, juhan, airport = registry.ContactID("BEST-NAMES:MARI"), registry.ContactID("BEST-NAMES:JUHAN"), registry.ContactID("BEST-NAMES:PORT")
	liis, library        = registry.ContactID("OTHER-NAMES:LIIS"), registry.ContactID("OTHER-NAMES:LIB")
)

// seedContacts returns the contacts of the demo's domains. Mari is the registrant that
// logs in to the Registrant API.
func seedContacts() []sponsored[registry.Contact] {
	person, born, org := registry.IdentPerson, registry.IdentBirthday, registry.IdentOrg
	return []sponsored[registry.Contact]{
		{bestNames, estonianContact(Mari, "Mari Maasikas", "mari@a.example", registry.Ident{Code: "37605030299", Type: person, Country: "EE"})},
		{bestNames, estonianContact(juhan, "Juhan Näidis", "juhan@a.example", registry.Ident{Code: "1980-01-08", Type: born, Country: "EE"})},
		{bestNames, estonianContact(airport, "Näidise Lennujaam", "airport@a.example", registry.Ident{Code: "10000001", Type: org, Country: "EE"})},
		{otherNames, estonianContact(liis, "Liis Näidis", "liis@b.example", registry.Ident{Code: "1985-06-15", Type: born, Country: "EE"})},
		{otherNames, estonianContact(library, "Näidise Raamatukogu", "library@b.example", registry.Ident{Code: "10000002", Type: org, Country: "EE"})},
	}
}

// estonianContact returns a contact with an Estonian address.
func estonianContact(id registry.ContactID, fullName, email string, ident registry.Ident) registry.Contact {
	c := registry.Contact{
		ID: id, Ident: ident, Email: email, Voice: "+372.5000000",
		Postal: registry.Postal{Name: fullName, Street: []string{"Näidise 1"}, City: "Tallinn", PostalCode: "10000", Country: "EE"},
	}
	if ident.Type == registry.IdentOrg {
		c.Postal.Org = fullName
	}
	return c
}

// A domainSeed is a domain name with its contacts.
type domainSeed struct {
	name       string
	registrant registry.ContactID
	admin      registry.ContactID
	tech       registry.ContactID
}

// seedDomains returns the domains that exist when the demo starts.
func seedDomains() []sponsored[domainSeed] {
	return []sponsored[domainSeed]{
		{bestNames, domainSeed{"domain0.ee", Mari, juhan, juhan}},
		{bestNames, domainSeed{"private.ee", juhan, Mari, juhan}},
		{bestNames, domainSeed{"airport.ee", airport, juhan, Mari}},
		{otherNames, domainSeed{"library.ee", library, liis, liis}},
	}
}
