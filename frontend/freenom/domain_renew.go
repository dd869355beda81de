package freenom

import (
	"cmp"
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var renewRoute = rest.HandleFunc("POST /domain/renew", "Renew a name", 200, renew, rest.Doc{
	Tag: domains,
	Description: "Renews a name of the account; a FREE one in its last fourteen days only. If a name cannot be renewed now, the result is " +
		"`NOT AVAILABLE`, which is not an error.",
	Request: renewal{Domain: "test001.tk", Period: "3Y"},
	Response: domainAnswer[purchase]{[]purchase{{
		Domain: "TEST001.TK", Type: paid, Period: "3Y", Currency: "EUR", Retail: "24.95", Partner: "21.21", Expires: "20310301",
		Owner: "FN0000012", Billing: "FN0000012", Admin: "FN0000012", Tech: "FN0000012", Status: "RENEWED",
	}}, "DOMAIN RENEWED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrTerm.On("period", ""), Description: "`period` is not one of the name's domaintype."},
		{Fault: registry.ErrLowBalance, Description: "The balance of the account is too low."},
	},
})

type renewal struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
	Period string `json:"period,omitempty" doc:"PAID: 1Y to 5Y, 9Y, 10Y, default 1Y. FREE: 1M to 12M, default 3M" example:"1Y"`
}

func (in *renewal) Check() error {
	return cmp.Or(checkName("domainname", in.Domain), checkPeriod(in.Period, paidPeriods, freePeriods))
}

func renew(c *rest.Call, in renewal) (domainAnswer[purchase], error) {
	sold, err := rest.Do(c, command.Command[object.Registration](object.RenewDomain{Name: in.Domain, Term: termOf(in.Period)}))
	if errors.Is(err, registry.ErrRenewEarly) || errors.Is(err, registry.ErrHorizon) || errors.Is(err, registry.ErrStatus) {
		d, err := rest.Ask(c, command.Query[object.DomainDetail](object.DomainInfo{Name: in.Domain}))
		if err != nil {
			return domainAnswer[purchase]{}, err
		}
		b := purchase{Domain: upper(d.Domain.Name), Type: typeOf(d.Domain.Plan), Expires: date(d.Domain.Expires), Status: "NOT AVAILABLE"}
		return domainAnswer[purchase]{[]purchase{b}, "NOT AVAILABLE", ok}, nil
	}
	if err != nil {
		return domainAnswer[purchase]{}, err
	}
	return domainAnswer[purchase]{[]purchase{encodePurchase(sold, "RENEWED")}, "DOMAIN RENEWED", ok}, nil
}
