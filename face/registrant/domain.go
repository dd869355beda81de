package registrant

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainRoutes = []rest.Route{
	rest.Serve("GET /domains", "List the names", 200, listDomains, rest.Doc{
		Tag: domains,
		Description: "In name order. In the edition of 2026 `simple` leaves most of a name out, `tech` says whether names count that the person is " +
			"only a technical contact of, and the list stands in an envelope.",
		Response: rowsOf(command.Held{Names: []command.Holding{sampleHolding}}),
		Errors: []rest.Refused{
			{Fault: registry.ErrRange.On("limit", ""), When: "The limit is not from 1 to 200."},
			{Fault: registry.ErrRange.On("offset", ""), When: "The offset is below zero."},
		},
	}),
	rest.Serve("GET /domains/{id}", "Show a name", 200, showDomain, rest.Doc{
		Tag: domains, Response: rowOf(sampleHolding), Errors: []rest.Refused{notFound},
	}),
	rest.Serve("POST /domains/{id}/registry_lock", "Lock a name", 200, lock, rest.Doc{
		Tag: domains,
		Description: "Nobody changes, deletes or transfers the name until it is unlocked, its registrar included; it can still be renewed. " +
			"For the registrant and the administrative contacts.",
		Response: rowOf(sampleHolding),
		Errors:   []rest.Refused{notFound, noTech, {Fault: registry.ErrLocked, When: "The name is locked already, or something about it is pending."}},
	}),
	rest.Serve("DELETE /domains/{id}/registry_lock", "Unlock a name", 200, unlock, rest.Doc{
		Tag:         domains,
		Description: "The statuses that the name had before it was locked are back.",
		Response:    rowOf(sampleHolding),
		Errors:      []rest.Refused{notFound, noTech, {Fault: registry.ErrNotLocked}},
	}),
}

var (
	notFound = rest.Refused{Fault: registry.ErrNoName, When: "There is no such name, or it is somebody else's."}
	noTech   = rest.Refused{Fault: registry.ErrRole.On("tech", ""), When: "The person is only a technical contact of the name."}
)

type listing struct {
	page
	Simple string `query:"simple" doc:"true: only what a list needs (2026)"`
	Tech   string `query:"tech" doc:"true: names count that the person is only a technical contact of; init: unless there are 3,000 in all (2026)"`
}

func listDomains(c *rest.Call, in listing) (either[[]row, envelope], error) {
	q := command.ListHoldings{Offset: in.Offset(), Limit: in.Limit()}
	if edition(c) == Head {
		q.Tech = map[string]command.TechShown{"true": command.TechAll, "init": command.TechFew, "": command.TechNone}[in.Tech]
		if in.Tech != "true" && in.Tech != "init" {
			q.Tech = command.TechNone
		}
	}
	held, err := rest.Ask(c, q)
	return telling(c, held, rowsOf, func(held command.Held) envelope { return envelopeOf(held, in.Simple == "true") }), err
}

type one struct {
	ID string `path:"id" doc:"The name's UUID" example:"98d1083a-8863-4153-93e4-caee4a013535"`
}

func showDomain(c *rest.Call, in one) (either[row, detail], error) {
	h, err := rest.Ask(c, command.HoldingInfo{UUID: uuid(in.ID)})
	return telling(c, h, rowOf, detailOf), err
}

// uuid is one as the registry writes it.
func uuid(s string) string { return strings.ToLower(s) }

type locking struct {
	one
	Strict string `query:"extensionsProhibited" doc:"true: its DNSSEC data is frozen, too"`
}

func lock(c *rest.Call, in locking) (either[row, detail], error) {
	h, err := rest.Do(c, command.LockDomain{UUID: uuid(in.ID), Strict: in.Strict == "true"})
	return telling(c, h, rowOf, detailOf), err
}

func unlock(c *rest.Call, in one) (either[row, detail], error) {
	h, err := rest.Do(c, command.UnlockDomain{UUID: uuid(in.ID)})
	return telling(c, h, rowOf, detailOf), err
}
