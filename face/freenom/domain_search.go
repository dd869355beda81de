package freenom

import (
	"cmp"
	"errors"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var searchRoute = rest.Answer("GET /domain/search", "Ask whether a name is free", 200, search, tellSearch, rest.Doc{
	Tag: domains, Guest: true,
	Description: "Says whether a name is to be had, and what a paid one costs. Needs no account; credentials that are given have to be right.",
	Response: domainAnswer[found]{[]found{{"TEST001.TK", paid, "AVAILABLE", []price{
		{"EUR", "1Y", "8.46", "9.95"}, {"EUR", "2Y", "15.26", "17.95"},
	}}}, "DOMAIN AVAILABLE", ok},
	Errors: []rest.Refused{
		{Fault: registry.ErrNameSyntax.On("domainname", ""), When: "`domainname` is no name, or not one that is sold here."},
		{Fault: registry.ErrSyntax.On("domaintype", ""), When: "`domaintype` is neither PAID nor FREE."},
	},
})

// A query is about one name. Clients leave the domaintype out: then it is PAID,
// for which all is told.
type query struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
	Type   string `json:"domaintype,omitempty" required:"true" doc:"PAID or FREE" example:"PAID"`
}

func (in *query) Check() error {
	in.Type = strings.ToUpper(cmp.Or(in.Type, paid))
	return cmp.Or(checkName("domainname", in.Domain), checkType(in.Type))
}

// An availability is what becomes of a query.
type availability struct {
	command.Availability
	plan registry.Plan
}

func search(in query) command.Query[availability] { return in }

func (in query) Answer(s *command.Snapshot) (availability, error) {
	all, err := command.CheckDomains{Names: []string{in.Domain}}.Answer(s)
	if err != nil {
		return availability{}, err
	}
	a := availability{Availability: all[0], plan: planOf(in.Type)}
	if a.Fault != nil && !gone(a.Fault) {
		return a, a.Fault
	}
	p, err := s.Policy(a.Name)
	if err != nil {
		return a, err
	}
	if a.plan == registry.Free && len(p.FreeTerms) == 0 {
		return a, registry.ErrSyntax.On("domaintype", in.Type)
	}
	return a, nil
}

// gone reports whether f says that a name is not to be had: no error here, but
// an answer.
func gone(err error) bool {
	return errors.Is(err, registry.ErrNameTaken) || errors.Is(err, registry.ErrReserved) || errors.Is(err, registry.ErrNameBlocked)
}

// A found is what a search says of a name.
type found struct {
	Domain  string  `json:"domainname"`
	Type    string  `json:"domaintype"`
	Status  string  `json:"status" enum:"AVAILABLE,NOT AVAILABLE"`
	Pricing []price `json:"pricing,omitempty" doc:"PAID only"`
}

// A price is what a period costs the reseller and its customer.
type price struct {
	Currency string `json:"currency" example:"EUR"`
	Period   string `json:"period" example:"1Y"`
	Partner  string `json:"partnerprice" example:"8.46"`
	Retail   string `json:"retailprice" example:"9.95"`
}

// A domainAnswer is what functions about names answer. Its list has one element
// but where a list is asked for.
type domainAnswer[T any] struct {
	Domain []T    `json:"domain"`
	Result string `json:"result"`
	Status string `json:"status" example:"OK"`
}

func tellSearch(a availability) domainAnswer[found] {
	f := found{Domain: upper(a.Name), Type: typeOf(a.plan), Status: "AVAILABLE"}
	if a.Fault != nil {
		f.Status = "NOT AVAILABLE"
	}
	if a.plan == registry.Paid {
		f.Pricing = pricing(a.Prices, registry.ProductCreate)
	}
	return domainAnswer[found]{[]found{f}, "DOMAIN " + f.Status, ok}
}

// pricing lists what the periods of a paid name cost.
func pricing(list registry.Prices, product registry.Product) (all []price) {
	for _, text := range paidPeriods {
		if p, sold := list.Of(product, termOf(text)); sold {
			all = append(all, price{p.Retail.Currency, text, p.Wholesale.Decimal(), p.Retail.Decimal()})
		}
	}
	return all
}
