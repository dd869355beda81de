package registrant

import (
	"time"

	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/registry"
)

// Objects from which the manual's examples are encoded, with the same functions
// as responses.
var (
	sampleDomain = func() registrant.PersonalDomain {
		created := time.Date(2026, 3, 1, 9, 27, 27, 0, time.UTC)
		expires := time.Date(2027, 3, 1, 22, 0, 0, 0, time.UTC)
		mari := registry.Contact{
			UUID: "6d3e4a52-0b5f-4d0c-9a35-7c0a1f0d5c11", Number: 11, ID: "mari", Email: "mari@a.example", Voice: "+372.5000000",
			Postal: registry.Postal{Name: "Mari Maasikas", Street: []string{"Näidise 1"}, City: "Tallinn", PostalCode: "10000", Country: "EE"},
			Ident:  registry.Ident{Code: "37605030299", Type: registry.IdentPerson, Country: "EE"},
		}
		return registrant.PersonalDomain{
			Domain: registry.Domain{
				UUID: "98d1083a-8863-4153-93e4-caee4a013535", Name: "a.ee", Created: created, Expires: expires, Term: registry.Years(1), Phase: registry.Active,
				Nameservers: []registry.Nameserver{{Host: "ns1.b.example"}, {Host: "ns2.b.example"}},
			},
			Role: registrant.DomainRoleRegistrant, Registrar: registry.Registrar{Name: "Best Names"}, Registrant: mari,
			Admin: []registry.Contact{mari}, Tech: []registry.Contact{mari}, AuthInfo: "98oiewslkfkd",
			OutzoneAt: expires.AddDate(0, 0, 15), ReleaseAt: expires.AddDate(0, 0, 45), Creator: registry.User{ID: "5-CAD", Number: 5, Login: "best-names"},
		}
	}()
	sampleContact      = registrant.PersonalContact{Contact: sampleDomain.Registrant, AuthInfo: "98oiewslkfkd", Linked: true}
	sampleConfirmation = registrant.PendingConfirmation{
		Domain: registry.Domain{Name: "a.ee", Pending: &registry.Pending{Requested: sampleDomain.Domain.Created, Ends: sampleDomain.Domain.Created.Add(48 * time.Hour)}},
		Verb:   registry.VerbUpdate, Registrant: sampleDomain.Registrant, Token: "0123abcd",
		NewRegistrant: registry.Contact{Postal: registry.Postal{Name: "Liis Näidis"}, Ident: registry.Ident{Code: "60001010030", Country: "EE"}},
	}
)
