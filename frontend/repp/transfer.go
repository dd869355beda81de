package repp

import (
	"maps"
	"strconv"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var transferRoutes = []rest.Route{transferInfoRoute, transferOneRoute, transferAllRoute}

var transferInfoRoute = rest.HandleFunc("GET /domains/{name}/transfer_info", "Show the contacts of a domain to be transferred", 200, transferInfo, rest.Doc{
	Tag: domains, ID: "transferInfo",
	Description: "The header Auth-Code has the transfer code. In edition 2026 the sponsoring registrar needs none.",
	Refusals:    map[string]rest.Refusal{"authinfo": refusal(400, 2202, "Authorization error")},
})

type transferInfoParams struct {
	domainPath
	Code string `header:"Auth-Code" doc:"Transfer code" example:"367b1e6d1f0d9aa190971ad8f571cd4d"`
}

type transferred struct {
	Domain     string    `json:"domain" example:"ee-test.ee"`
	Registrant *profile  `json:"registrant"`
	Admin      []profile `json:"admin_contacts"`
	Tech       []profile `json:"tech_contacts"`
}

// profile is a contact as the gaining registrar sees it.
type profile struct {
	Code     registry.ContactID           `json:"code" example:"EE:R1"`
	Name     string                       `json:"name"`
	Ident    rest.Opt[string]             `json:"ident" example:"17612535"`
	Type     rest.Opt[registry.IdentType] `json:"ident_type" example:"org"`
	State    rest.Opt[string]             `json:"ident_country_code" example:"EE"`
	Phone    rest.Opt[string]             `json:"phone" example:"+372.1234567"`
	Email    rest.Opt[string]             `json:"email"`
	Street   rest.Opt[string]             `json:"street"`
	City     rest.Opt[string]             `json:"city"`
	Zip      rest.Opt[string]             `json:"zip"`
	Country  rest.Opt[string]             `json:"country_code"`
	Statuses []registry.Status            `json:"statuses"`
}

func transferInfo(c *rest.Call, in transferInfoParams) (answer[transferred], error) {
	n, err := resolveName(c, in.Name)
	if err != nil {
		return answer[transferred]{}, err
	}
	s, err := rest.Ask(c, transfer.TransferContactsInfo{Name: n, AuthInfo: in.Code, TrustOwner: edition(c) == Edition2026})
	if err != nil {
		return answer[transferred]{}, err
	}
	d := s.Domain
	out := transferred{Domain: d.Name.Unicode(), Admin: profiles(s, d.Admin), Tech: profiles(s, d.Tech)}
	if one := profiles(s, []registry.ContactID{d.Registrant}); len(one) > 0 {
		out.Registrant = &one[0]
	}
	return success(out), nil
}

func profiles(s object.DomainWithContacts, ids []registry.ContactID) []profile {
	all := []profile{}
	for _, id := range ids {
		p, ok := s.Contacts[id]
		if !ok {
			continue
		}
		all = append(all, profile{
			p.ID, p.Postal.Name, ee.Nullable(p.Ident.Code), ee.Nullable(p.Ident.Type), ee.Nullable(p.Ident.Country), ee.Nullable(p.Voice), ee.Nullable(p.Email),
			ee.Nullable(street(p)), ee.Nullable(p.Postal.City), ee.Nullable(p.Postal.PostalCode), ee.Nullable(p.Postal.Country), ee.ContactStatuses(p, true),
		})
	}
	return all
}

var transferOneRoute = rest.HandleFunc("POST /domains/{name}/transfer", "Transfer a domain to you", 200,
	func(c *rest.Call, in transferOne) (answer[transferDone], error) {
		n, err := resolveName(c, in.Name)
		if err != nil {
			return answer[transferDone]{}, err
		}
		h, err := rest.Do(c, transfer.RequestTransfer{Name: n, AuthInfo: in.Transfer.Code})
		var out transferDone
		out.Domain.Name, out.Domain.Type = h.Domain.Name.Unicode(), "domain_transfer"
		return success(out), err
	}, rest.Doc{Tag: domains, ID: "transferDomain", Description: "Completed at once. The contacts are copied to you, and the domain gets a new transfer code.", Refusals: transferRefusals})

type transferOne struct {
	domainPath
	Transfer struct {
		Code string `json:"transfer_code"`
	} `json:"transfer"`
}

type transferDone struct {
	Domain struct {
		Name string `json:"name" example:"a.ee"`
		Type string `json:"type" example:"domain_transfer"`
	} `json:"domain"`
}

// transferRefusals are the error messages of transfers (docs/contracts/ee.md
// section 2.4).
var transferRefusals = map[string]rest.Refusal{
	"authinfo":         refusal(400, 2202, "Invalid authorization information"),
	"own-already":      refusal(400, 2002, "Domain already belongs to the querying registrar"),
	"status":           refusal(400, 2304, "Object status prohibits operation"),
	"pending":          refusal(400, 2304, "Object status prohibits operation"),
	"transfer-pending": refusal(400, 2304, "Object status prohibits operation"),
	"not-eligible":     refusal(400, 2106, "Object is not eligible for transfer"),
}

var transferAllRoute = rest.HandleFunc("POST /domains/transfer", "Transfer domains to you", 200, transferAll, rest.Doc{
	Tag: domains, ID: "transferDomains",
	Description: "At most 1000, each with its own result. In edition 2020 `errors` is an array.",
	Refusals: mergeRefusals(transferRefusals, map[string]rest.Refusal{
		"name-syntax":            refusal(400, 2303, "Object does not exist"),
		"tld-unknown":            refusal(400, 2303, "Object does not exist"),
		"range:domain_transfers": refusal(400, 2004, "Parameter value range error: at most 1000 [domain_transfers]"),
	}),
})

// mergeRefusals returns the union of maps of refusals; later maps win.
func mergeRefusals(all ...map[string]rest.Refusal) map[string]rest.Refusal {
	out := map[string]rest.Refusal{}
	for _, m := range all {
		maps.Copy(out, m)
	}
	return out
}

type transfersBody struct {
	Data struct {
		Transfers []struct {
			Name string `json:"domain_name" example:"a.ee"`
			Code string `json:"transfer_code"`
		} `json:"domain_transfers"`
	} `json:"data"`
}

type transferResults struct {
	Success []transferResult `json:"success"`
	Failed  []refused        `json:"failed"`
}

type transferResult struct {
	Type string `json:"type" example:"domain_transfer"`
	Name string `json:"domain_name" example:"a.ee"`
}

type refused struct {
	transferResult
	Errors any `json:"errors" doc:"{code, msg}; in edition 2020 an array of one such object"`
}

type reason struct {
	Code string `json:"code" example:"2202"`
	Text string `json:"msg" example:"Invalid authorization information"`
}

func transferAll(c *rest.Call, in transfersBody) (answer[transferResults], error) {
	var requests []transfer.RequestTransfer
	for _, t := range in.Data.Transfers {
		requests = append(requests, transfer.RequestTransfer{Name: normalizeName(t.Name), AuthInfo: t.Code})
	}
	all, err := transfer.TransferDomains(c.Context(), c.Runner, c.Actor, requests)
	if err != nil {
		return answer[transferResults]{}, err
	}
	out := transferResults{[]transferResult{}, []refused{}}
	for i, v := range all {
		one := transferResult{"domain_transfer", unicodeName(in.Data.Transfers[i].Name)}
		if v.Fault == nil {
			out.Success = append(out.Success, one)
			continue
		}
		r := c.Dialect.Refusal(c.Route, v.Fault)
		why := reason{strconv.Itoa(r.Code), r.Text}
		if edition(c) == Edition2026 {
			out.Failed = append(out.Failed, refused{one, why})
		} else {
			out.Failed = append(out.Failed, refused{one, []reason{why}})
		}
	}
	return success(out), nil
}
