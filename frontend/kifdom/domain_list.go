package kifdom

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var listDomainsRoute = rest.HandleFunc("GET /domains", "List your names", 200, listDomains, rest.Doc{
	Tag:         domains,
	Description: "All names of the account in alphabetical order, with their records or name servers.",
	Response: domainList{sampleMeta, rest.Seq[domain](func(yield func(domain, error) bool) {
		_ = yield(exampleHosted, nil) && yield(exampleOwn, nil)
	})},
})

type domainList struct {
	Meta meta             `json:"meta"`
	Data rest.Seq[domain] `json:"data"`
}

// listPage is the number of names read per transaction, so that a slow client does
// not keep a transaction open.
const listPage = 500

// listDomains reads the totals and the first page in one transaction, and each
// further page in its own.
func listDomains(c *rest.Call, _ struct{}) (domainList, error) {
	page := func(after name.Name) object.ListDomains {
		return object.ListDomains{DomainFilter: object.DomainFilter{After: after, Limit: listPage}, Records: true}
	}
	first, err := rest.Ask(c, queryWithTotals(page("")))
	if err != nil {
		return domainList{}, err
	}
	return domainList{metaOf(first.Totals), func(yield func(domain, error) bool) {
		list := first.Result
		for {
			for _, d := range list {
				if !yield(encodeDomain(d), nil) {
					return
				}
			}
			if len(list) < listPage {
				return
			}
			if list, err = rest.Ask(c, page(list[len(list)-1].Domain.Name)); err != nil {
				yield(domain{}, err)
				return
			}
		}
	}}, nil
}

var showDomainRoute = rest.HandleQuery("GET /domains/{name}", "Show a name", 200, showDomain, encodeShown, rest.Doc{
	Tag:         domains,
	Description: "One name of the account, under the key `domain`.",
	Response:    shown{sampleMeta, exampleHosted},
	Refusals:    nameSyntaxRefusals,
	Errors:      []rest.ErrorDoc{{Fault: registry.ErrNoName, Description: "The account has no such name."}},
})

// nameSyntaxRefusals are the response to an invalid name in the path: the same as
// to a name that the account does not have.
var nameSyntaxRefusals = map[string]rest.Refusal{"name-syntax:name": badRequest(noDomain)}

// A named is a request for one name.
type named struct {
	Name rest.NameText `path:"name" doc:"In Unicode or punycode" example:"a.fr"`
}

type shown struct {
	Meta   meta   `json:"meta"`
	Domain domain `json:"domain"`
}

func showDomain(in named) command.Query[resultTotals[object.DomainDetail]] {
	return queryWithTotals(object.DomainInfo{Name: string(in.Name)})
}

func encodeShown(all resultTotals[object.DomainDetail]) shown {
	return shown{metaOf(all.Totals), encodeDomain(all.Result)}
}
