package freenom

import (
	"cmp"
	"errors"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var searchRoute = rest.HandleQuery("GET /domain/search", "Check whether a name is available", 200, search, encodeSearch, rest.Doc{
	Tag: domains, OptionalAuth: true,
	Description: "Checks whether a name is available, and returns the prices of a PAID one. Credentials are optional, but have to be valid if given.",
	Response: domainAnswer[found]{[]found{{"TEST001.TK", paid, "AVAILABLE", []price{
		{"EUR", "1Y", "8.46", "9.95"}, {"EUR", "2Y", "15.26", "17.95"},
	}}}, "DOMAIN AVAILABLE", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNameSyntax.On("domainname", ""), Description: "`domainname` is not a valid name, or its extension is not supported."},
		{Fault: registry.ErrSyntax.On("domaintype", ""), Description: "`domaintype` is neither PAID nor FREE."},
	},
})

// A query is a check of one name. An absent domaintype, which some clients omit, is
// PAID.
type query struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
	Type   string `json:"domaintype,omitempty" required:"true" doc:"PAID or FREE" example:"PAID"`
}

func (in *query) Check() error {
	in.Type = strings.ToUpper(cmp.Or(in.Type, paid))
	return cmp.Or(checkName("domainname", in.Domain), checkType(in.Type))
}

// An availability is the result of a query.
type availability struct {
	object.Availability
	plan registry.Plan
}

func search(in query) command.Query[availability] { return in }

func (in query) Answer(s *command.Snapshot) (availability, error) {
	all, err := object.CheckDomains{Names: []string{in.Domain}, Plan: planOf(in.Type)}.Answer(s)
	if err != nil {
		return availability{}, err
	}
	a := availability{Availability: all[0], plan: planOf(in.Type)}
	if a.Fault != nil && !isUnavailable(a.Fault) {
		return a, a.Fault
	}
	p, err := s.FindPolicy(a.Name)
	if err != nil {
		return a, err
	}
	if a.plan == registry.PlanFree && len(p.FreeTerms) == 0 {
		return a, registry.ErrSyntax.On("domaintype", in.Type)
	}
	return a, nil
}

// isUnavailable reports whether err is the fault of a name that is not available,
// which is a result in this API, not an error.
func isUnavailable(err error) bool {
	return errors.Is(err, registry.ErrNameTaken) || errors.Is(err, registry.ErrReserved) || errors.Is(err, registry.ErrNameBlocked) || errors.Is(err, registry.ErrProtected)
}

// A found is a name in the response of search.
type found struct {
	Domain  string  `json:"domainname"`
	Type    string  `json:"domaintype"`
	Status  string  `json:"status" enum:"AVAILABLE,NOT AVAILABLE"`
	Pricing []price `json:"pricing,omitempty" doc:"PAID only"`
}

// A price is the wholesale (partner) and retail price of a period.
type price struct {
	Currency string `json:"currency" example:"EUR"`
	Period   string `json:"period" example:"1Y"`
	Partner  string `json:"partnerprice" example:"8.46"`
	Retail   string `json:"retailprice" example:"9.95"`
}

// A domainAnswer is the response of functions about names. Domain has one element,
// except in the response of list.
type domainAnswer[T any] struct {
	Domain []T    `json:"domain"`
	Result string `json:"result"`
	Status string `json:"status" example:"OK"`
}

func encodeSearch(a availability) domainAnswer[found] {
	f := found{Domain: upper(a.Name), Type: typeOf(a.plan), Status: "AVAILABLE"}
	if a.Fault != nil {
		f.Status = "NOT AVAILABLE"
	}
	if a.plan == registry.PlanPaid {
		f.Pricing = pricing(a.Prices, registry.ProductCreate)
	}
	return domainAnswer[found]{[]found{f}, "DOMAIN " + f.Status, ok}
}

// pricing returns the prices of all periods of a PAID name.
func pricing(list registry.Prices, product registry.Product) (all []price) {
	for _, text := range paidPeriods {
		if p, sold := list.Of(product, termOf(text)); sold {
			all = append(all, price{p.Retail.Currency, text, p.Wholesale.Decimal(), p.Retail.Decimal()})
		}
	}
	return all
}
