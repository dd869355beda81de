package main

import (
	"cmp"
	"slices"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const (
	bestNames  registry.RegistrarID = "best-names"
	otherNames registry.RegistrarID = "other-names"
	poorNames  registry.RegistrarID = "poor-names"
)

// An accredited registrar has a deposit.
type accredited struct {
	registry.Registrar
	deposit money.Amount
}

// registrars are those of the demo.
func registrars() []accredited {
	rich, poor := money.EUR(100_000_00), money.EUR(5_00)
	all := []accredited{
		{registry.Registrar{ID: "kifdom", Name: "KifDom", Nameservers: []name.Name{"ns1.kifdom.example", "ns2.kifdom.example"}}, rich},
		{registry.Registrar{ID: "altravia", Name: "Altravia"}, rich},
		{registry.Registrar{ID: "freenom", Name: "Freenom", Email: "idshield@freenom.example", Voice: "+31.200000000", // who the public sees of shielded names
			Address: registry.Postal{Street: []string{"1 Voorbeeldstraat"}, City: "Amsterdam", PostalCode: "1000 AA", Country: "NL"}}, rich},
		{registry.Registrar{ID: bestNames, Name: "Best Names", LowBalance: 1_000_00}, rich},
		{registry.Registrar{ID: otherNames, Name: "Other Names", LowBalance: 1_000_00}, rich},
		{registry.Registrar{ID: poorNames, Name: "Poor Names", LowBalance: 5_00}, poor},
	}
	for i := range all { // where the public can reach them
		r := &all[i].Registrar
		r.Email, r.Voice = cmp.Or(r.Email, "abuse@"+string(r.ID)+".example"), cmp.Or(r.Voice, "+372.6000000")
		r.Website = "https://www." + string(r.ID) + ".example"
	}
	return all
}

// accreditedOnly are the registrars that come themselves, by EPP and REPP, and
// have no storefront.
func accreditedOnly() []accredited {
	return slices.DeleteFunc(registrars(), func(r accredited) bool {
		return !slices.Contains([]registry.RegistrarID{bestNames, otherNames, poorNames}, r.ID)
	})
}

// A storefront is what customers of a registrar log in to: the dialect and the
// registrar have the same name.
type storefront string

// storefronts are those of the dialects that this binary speaks.
func storefronts() []storefront {
	return slices.DeleteFunc([]storefront{"kifdom", "altravia", "freenom"}, func(s storefront) bool {
		return !slices.ContainsFunc(dialects(), func(d *rest.Dialect) bool { return d.Name == string(s) })
	})
}

// A customer is an account, and who logs in for it.
type customer struct {
	registry.Account
	balance money.Amount
}

// customers are the three of each storefront.
func (s storefront) customers() []customer {
	one := func(word, first string, balance money.Amount) customer {
		return customer{registry.Account{
			ID: registry.AccountID(string(s) + "-" + word), Registrar: registry.RegistrarID(s),
			Email: word + "@" + string(s) + ".example", First: first, Last: "Example",
			Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Exampleville", PostalCode: "75001", Country: "FR"},
			Voice:   "+33.123456789",
		}, balance}
	}
	return []customer{
		one("alice", "Alice", money.EUR(2_000_00)),
		one("bob", "Bob", money.EUR(2_000_00)),
		one("carol", "Carol", money.EUR(5_00)),
	}
}

// A holding is a contact or a name that a registrar begins with.
type holding[T any] struct {
	registrar registry.RegistrarID
	of        T
}

const (
	mari, juhan, airport = registry.ContactID("mari-maasikas"), registry.ContactID("juhan-naidis"), registry.ContactID("naidis-airport")
	liis, library        = registry.ContactID("liis-naidis"), registry.ContactID("naidis-library")
)

// contacts are the people behind the names. Mari is the registrant who looks
// after hers herself.
func contacts() []holding[registry.Contact] {
	person, born, org := registry.IdentPerson, registry.IdentBirthday, registry.IdentOrg
	return []holding[registry.Contact]{
		{bestNames, estonian(mari, "Mari Maasikas", "mari@a.example", registry.Ident{Code: "37605030299", Type: person, Country: "EE"})},
		{bestNames, estonian(juhan, "Juhan Näidis", "juhan@a.example", registry.Ident{Code: "1980-01-08", Type: born, Country: "EE"})},
		{bestNames, estonian(airport, "Näidise Lennujaam", "airport@a.example", registry.Ident{Code: "10000001", Type: org, Country: "EE"})},
		{otherNames, estonian(liis, "Liis Näidis", "liis@b.example", registry.Ident{Code: "1985-06-15", Type: born, Country: "EE"})},
		{otherNames, estonian(library, "Näidise Raamatukogu", "library@b.example", registry.Ident{Code: "10000002", Type: org, Country: "EE"})},
	}
}

func estonian(id registry.ContactID, called, email string, ident registry.Ident) registry.Contact {
	c := registry.Contact{
		ID: id, Ident: ident, Email: email, Voice: "+372.5000000",
		Postal: registry.Postal{Name: called, Street: []string{"Näidise 1"}, City: "Tallinn", PostalCode: "10000", Country: "EE"},
	}
	if ident.Type == registry.IdentOrg {
		c.Postal.Org = called
	}
	return c
}

// A home is a name and whose it is.
type home struct {
	name       string
	registrant registry.ContactID
	admin      registry.ContactID
	tech       registry.ContactID
}

// names are those that are taken when the demo begins.
func names() []holding[home] {
	return []holding[home]{
		{bestNames, home{"domain0.ee", mari, juhan, juhan}},
		{bestNames, home{"private.ee", juhan, mari, juhan}},
		{bestNames, home{"airport.ee", airport, juhan, mari}},
		{otherNames, home{"library.ee", library, liis, liis}},
	}
}
