package freenom

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var listRoute = rest.HandleQuery("GET /domain/list", "List your names", 200, list, encodeList, rest.Doc{
	Tag:         domains,
	Description: "One page of the names of the account, in alphabetical order. The result has the total number.",
	Response: domainAnswer[line]{[]line{
		{"TEST001.TK", paid, "20260301", "20280301", "ACTIVE", "6d0f1a6e93b7410cb0a4a0c6e07a35d1", enabled},
		{"TEST002.TK", free, "20260301", "20260601", "ACTIVE", "", ""},
	}, "2 DOMAINS FOUND", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrRange.On("pagenr", ""), Description: "`pagenr` is not a positive number."},
		{Fault: registry.ErrRange.On("results_per_page", ""), Description: "`results_per_page` is not a number from 1 to 1000."},
	},
})

type listing struct {
	Page string `json:"pagenr,omitempty" type:"integer" doc:"From 1" example:"1"`
	Size string `json:"results_per_page,omitempty" type:"integer" doc:"From 1 to 1000, default 25" example:"25"`

	page, size int
}

const (
	defaultSize = 25
	maxSize     = 1000
	maxPage     = 1_000_000_000
)

func (in *listing) Check() (err error) {
	if in.page, err = parseCount("pagenr", in.Page, 1, maxPage); err != nil {
		return err
	}
	in.size, err = parseCount("results_per_page", in.Size, defaultSize, maxSize)
	return err
}

// A page is one page of an account's domains and their total number.
type page struct {
	names []object.DomainDetail
	total int64
}

func list(in listing) command.Query[page] { return in }

func (in listing) Answer(s *command.Snapshot) (page, error) {
	balance, err := ledger.FindCurrentBalance(s)
	if err != nil {
		return page{}, err
	}
	p := page{total: balance.Domains}
	skip := (in.page - 1) * in.size
	if int64(skip) > p.total {
		return p, nil
	}
	if p.names, err = (object.ListDomains{DomainFilter: object.DomainFilter{Offset: skip, Limit: in.size}}).Answer(s); err != nil {
		return p, err
	}
	for i := range p.names {
		d := &p.names[i]
		if d.Domain.Plan == registry.PlanFree {
			continue
		}
		if d.AuthInfo, err = object.RevealAuthInfo(s, d.Domain); err != nil {
			return p, err
		}
	}
	return p, nil
}

// A line is a domain in the response of list.
type line struct {
	Domain     string `json:"domainname"`
	Type       string `json:"domaintype"`
	Registered string `json:"registrationdate" doc:"YYYYMMDD"`
	Expires    string `json:"expirationdate" doc:"YYYYMMDD"`
	Status     string `json:"status" enum:"ACTIVE,CANCELLED"`
	AuthCode   string `json:"authcode,omitempty" doc:"PAID only"`
	AutoRenew  string `json:"autorenew,omitempty" doc:"PAID only"`
}

func encodeList(p page) domainAnswer[line] {
	lines := []line{}
	for _, detail := range p.names {
		d := detail.Domain
		l := line{Domain: upper(d.Name), Type: typeOf(d.Plan), Registered: date(d.Created), Expires: date(d.Expires), Status: statusOf(d)}
		if d.Plan == registry.PlanPaid {
			l.AuthCode, l.AutoRenew = detail.AuthInfo, setting(d.AutoRenew)
		}
		lines = append(lines, l)
	}
	return domainAnswer[line]{lines, fmt.Sprintf("%d DOMAINS FOUND", p.total), ok}
}
