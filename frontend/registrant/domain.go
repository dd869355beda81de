package registrant

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainRoutes = []rest.Route{
	rest.HandleFunc("GET /domains", "List the domains", 200, listDomains, rest.Doc{
		Tag: domains,
		Description: "Sorted by name. In edition 2026 `simple` shortens the objects, `tech` includes domains of which the person is " +
			"only a technical contact, and the list is in an envelope.",
		Response: encodeRows(registrant.PersonalDomainPage{Domains: []registrant.PersonalDomain{sampleDomain}}),
		Errors: []rest.ErrorDoc{
			{Fault: registry.ErrRange.On("limit", ""), Description: "The limit is not from 1 to 200."},
			{Fault: registry.ErrRange.On("offset", ""), Description: "The offset is below zero."},
		},
	}),
	rest.HandleFunc("GET /domains/{id}", "Show a domain", 200, showDomain, rest.Doc{
		Tag: domains, Description: "With its contacts, name servers and statuses; for the registrant and the contacts of the domain.",
		Response: encodeRow(sampleDomain), Errors: []rest.ErrorDoc{noDomain},
	}),
	rest.HandleFunc("POST /domains/{id}/registry_lock", "Lock a domain", 200, lock, rest.Doc{
		Tag: domains,
		Description: "Until it is unlocked, the domain cannot be changed, deleted or transferred, not even by its registrar; it can still be renewed. " +
			"Only for the registrant and the administrative contacts.",
		Response: encodeRow(sampleDomain),
		Errors:   []rest.ErrorDoc{noDomain, noTech, {Fault: registry.ErrLocked, Description: "The domain is locked already, or a change of it is pending."}},
	}),
	rest.HandleFunc("DELETE /domains/{id}/registry_lock", "Unlock a domain", 200, unlock, rest.Doc{
		Tag:         domains,
		Description: "Restores the statuses that the domain had before it was locked.",
		Response:    encodeRow(sampleDomain),
		Errors:      []rest.ErrorDoc{noDomain, noTech, {Fault: registry.ErrNotLocked}},
	}),
}

var (
	noDomain = rest.ErrorDoc{Fault: registry.ErrNoName, Description: "The domain does not exist or belongs to another person."}
	noTech   = rest.ErrorDoc{Fault: registry.ErrRole.On("tech", ""), Description: "The person is only a technical contact of the domain."}
)

type domainListParams struct {
	page
	Simple string `query:"simple" doc:"true: short objects (2026)"`
	Tech   string `query:"tech" doc:"true: include domains of which the person is only a technical contact; init: the same, unless there are 3,000 in all (2026)"`
}

func listDomains(c *rest.Call, in domainListParams) (editionBody[[]row, envelope], error) {
	q := registrant.ListPersonalDomains{Offset: in.Offset(), Limit: in.Limit()}
	if edition(c) == Edition2026 {
		q.Tech = map[string]registrant.TechFilter{"true": registrant.TechAll, "init": registrant.TechAuto, "": registrant.TechNone}[in.Tech]
		if in.Tech != "true" && in.Tech != "init" {
			q.Tech = registrant.TechNone
		}
	}
	held, err := rest.Ask(c, q)
	return encodeEdition(c, held, encodeRows, func(held registrant.PersonalDomainPage) envelope { return encodeEnvelope(held, in.Simple == "true") }), err
}

type domainPath struct {
	ID string `path:"id" doc:"The domain's UUID" example:"98d1083a-8863-4153-93e4-caee4a013535"`
}

func showDomain(c *rest.Call, in domainPath) (editionBody[row, detail], error) {
	h, err := rest.Ask(c, registrant.PersonalDomainInfo{UUID: uuid(in.ID)})
	return encodeEdition(c, h, encodeRow, encodeDetail), err
}

// uuid returns s in lower case, as the registry stores UUIDs.
func uuid(s string) string { return strings.ToLower(s) }

type lockParams struct {
	domainPath
	Strict string `query:"extensionsProhibited" doc:"true: prohibits changes of its DNSSEC data, too"`
}

func lock(c *rest.Call, in lockParams) (editionBody[row, detail], error) {
	h, err := rest.Do(c, registrant.LockDomain{UUID: uuid(in.ID), Strict: in.Strict == "true"})
	return encodeEdition(c, h, encodeRow, encodeDetail), err
}

func unlock(c *rest.Call, in domainPath) (editionBody[row, detail], error) {
	h, err := rest.Do(c, registrant.UnlockDomain{UUID: uuid(in.ID)})
	return encodeEdition(c, h, encodeRow, encodeDetail), err
}
