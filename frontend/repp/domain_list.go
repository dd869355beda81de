package repp

import (
	"cmp"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var listDomainsRoute = rest.HandleFunc("GET /domains", "List your domains", 200, listDomains, rest.Doc{
	Tag: domains, ID: "listDomains",
	Description: "Names, or objects with `details=true`. `total_number_of_records` and `count` are the same and do not depend on the page. " +
		"Filters are in `q[…]`; `q[s]` sorts by `name`, `valid_to` or `created_at`, with `asc` or `desc`. Edition 2026 has shorter objects.",
})

type domainListParams struct {
	paging
	Details string `query:"details" doc:"\"true\" for objects instead of names" example:"true"`
	Simple  string `query:"simple" doc:"2026: \"true\" for short objects"`

	Match      string   `query:"q[name_matches]" doc:"\"%\" is any text" example:"%a%"`
	Registrant string   `query:"q[registrant_code_eq]" doc:"Code of the registrant"`
	Ident      string   `query:"q[contacts_ident_eq]" doc:"Identity code of a contact"`
	Host       string   `query:"q[nameservers_hostname_eq]" doc:"Name server"`
	From       string   `query:"q[valid_to_gteq]" doc:"Expiring on that day or later" example:"2026-03-01"`
	Until      string   `query:"q[valid_to_lteq]" doc:"Expiring on that day or earlier" example:"2027-03-01"`
	Statuses   []string `query:"q[statuses_contains_array][]" doc:"Having all these statuses; or as q[statuses_contains_array], with commas"`
	Status     string   `query:"q[statuses_contains_array]" hidden:"true" doc:"The same, with commas"`
	Sort       string   `query:"q[s]" doc:"Field to sort by and direction" example:"valid_to desc"`
}

// domainList is the data of the list. Domains holds strings or objects.
type domainList struct {
	New      *[]any   `json:"new_domain,omitempty" doc:"2026: the domain that was created last; empty if there is none or if there are more than 1000"`
	Domains  []any    `json:"domains"`
	Total    int      `json:"total_number_of_records" example:"10"`
	Count    int      `json:"count" example:"10"`
	Statuses []string `json:"statuses,omitempty" doc:"2026: all possible statuses"`
}

func listDomains(c *rest.Call, in domainListParams) (answer[domainList], error) {
	q := object.PageDomains{DomainsOnly: in.Details != "true"}
	q.Offset, q.Limit = in.Offset, 200
	encode := encodeRow
	if err := in.filter(&q); err != nil {
		return answer[domainList]{}, err
	}
	if edition(c) == Edition2026 {
		q.Order = cmp.Or(q.Order, object.ByExpiry)
		q.Limit = maxListSize
		if encode = encodeCard; in.Simple == "true" {
			encode = encodeBrief
		}
	}
	if in.Limit != nil {
		q.Limit = *in.Limit
	}
	page, err := rest.Ask(c, q)
	if err != nil {
		return answer[domainList]{}, err
	}
	data := domainList{Domains: make([]any, 0, len(page.Domains)), Total: page.Total, Count: page.Total}
	for _, s := range page.Domains {
		if q.DomainsOnly {
			data.Domains = append(data.Domains, s.Domain.Name.Unicode())
		} else {
			data.Domains = append(data.Domains, encode(s))
		}
	}
	if edition(c) != Edition2026 {
		return success(data), nil
	}
	data.New, data.Statuses = &[]any{}, allStatuses
	if page.Total > maxNewestSearch {
		return success(data), nil
	}
	newest, err := rest.Ask(c, object.PageDomains{DomainFilter: object.DomainFilter{Order: object.ByCreatedDesc, Limit: 1}})
	for _, s := range newest.Domains {
		data.New = &[]any{encodeCard(s)}
	}
	return success(data), err
}

// maxNewestSearch is the maximum number of domains among which the newest one is
// searched for.
const maxNewestSearch = 1000

// maxListSize is the limit of a list in edition 2026, which has no default limit.
const maxListSize = 5000

// filter sets the q[…] parameters of the list in q.
func (in domainListParams) filter(q *object.PageDomains) error {
	if host := normalizeName(in.Host); host != "" {
		n, err := name.ParseReference(host)
		if err != nil {
			return registry.ErrSyntax.On("nameservers_hostname_eq", registry.Truncate(host))
		}
		q.Nameserver = n
	}
	if q.NamePattern, q.IdentCode = in.Match, in.Ident; in.Registrant != "" {
		q.Contact, q.Role = registry.ContactID(in.Registrant), "registrant"
	}
	var err error
	if q.ExpiresFrom, err = parseDay(in.From, "valid_to_gteq"); err != nil {
		return err
	}
	if q.ExpiresUntil, err = parseDay(in.Until, "valid_to_lteq"); err != nil {
		return err
	}
	if !q.ExpiresUntil.IsZero() {
		q.ExpiresUntil = q.ExpiresUntil.In(ee.Tallinn).AddDate(0, 0, 1).Add(-time.Microsecond)
	}
	for _, s := range append(in.Statuses, strings.Split(in.Status, ",")...) {
		if s = strings.TrimSpace(s); s != "" {
			q.Statuses = append(q.Statuses, registry.Status(s))
		}
	}
	if in.Sort != "" {
		q.Order, err = parseOrder(in.Sort)
	}
	return err
}

// parseOrder parses "field direction".
func parseOrder(sort string) (object.DomainOrder, error) {
	field, dir, _ := strings.Cut(strings.ToLower(strings.TrimSpace(sort)), " ")
	orders, ok := map[string][2]object.DomainOrder{
		"name": {object.ByName, object.ByNameDesc}, "valid_to": {object.ByExpiry, object.ByExpiryDesc}, "created_at": {object.ByCreated, object.ByCreatedDesc},
	}[field]
	switch {
	case !ok, dir != "" && dir != "asc" && dir != "desc":
		return "", registry.ErrSyntax.On("q[s]", registry.Truncate(sort))
	case dir == "desc":
		return orders[1], nil
	}
	return orders[0], nil
}

// parseDay returns midnight in Tallinn at the start of a date, in UTC; "" is the
// zero time. Whatever follows YYYY-MM-DD is ignored.
func parseDay(text, field string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, text[:min(len(text), len(time.DateOnly))], ee.Tallinn)
	if err != nil {
		return t, registry.ErrSyntax.On(field, registry.Truncate(text))
	}
	return t.UTC(), nil
}

// allStatuses lists the statuses that a domain can have (docs/contracts/ee.md
// section 4).
var allStatuses = []string{
	"ok", "inactive", "clientDeleteProhibited", "clientHold", "clientRenewProhibited", "clientTransferProhibited", "clientUpdateProhibited",
	"serverDeleteProhibited", "serverHold", "serverRenewProhibited", "serverTransferProhibited", "serverUpdateProhibited",
	"pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate",
	"serverForceDelete", "deleteCandidate", "expired", "disputed", "serverManualInzone", "serverRegistrantChangeProhibited",
	"serverAdminChangeProhibited", "serverTechChangeProhibited", "serverReleaseProhibited", "serverExtensionUpdateProhibited",
	"serverObjUpdateProhibited", "pendingDeleteConfirmation",
}
