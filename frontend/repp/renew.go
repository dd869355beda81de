package repp

import (
	"time"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var renewRoutes = []rest.Route{renewOneRoute, renewAllRoute}

var renewOneRoute = rest.HandleFunc("POST /domains/{name}/renew", "Renew a domain", 200, renewOne, rest.Doc{
	Tag: domains, ID: "renewDomain", Description: "`exp_date` is the current expiry date: a repeated request is refused instead of renewing again.",
})

type renewal struct {
	domainPath
	Renews struct {
		Period  int    `json:"period,omitempty" lax:"true" doc:"Default 1" example:"1"`
		Unit    string `json:"period_unit" enum:"y,m" example:"y"`
		Expires string `json:"exp_date,omitempty" example:"2027-03-02"`
	} `json:"renews"`
}

func (in *renewal) Check() error {
	_, err := parseTerm(in.Renews.Period, in.Renews.Unit)
	return err
}

func renewOne(c *rest.Call, in renewal) (answer[nameOnly], error) {
	n, err := resolveName(c, in.Name)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	renew := object.RenewDomain{Name: n, KeepDeletion: edition(c) == Edition2020}
	renew.Term, _ = parseTerm(in.Renews.Period, in.Renews.Unit)
	if in.Renews.Expires != "" { // a date only: the policy knows its time zone
		day := in.Renews.Expires[:min(len(in.Renews.Expires), len(time.DateOnly))]
		if renew.Expires, err = time.Parse(time.DateOnly, day); err != nil {
			return answer[nameOnly]{}, registry.ErrSyntax.On("exp_date", registry.Truncate(day))
		}
	}
	r, err := rest.Do(c, renew)
	return encodeChange(r.Domain, false), err
}

var renewAllRoute = rest.HandleFunc("POST /domains/renew/bulk", "Renew domains", 200, renewAll, rest.Doc{
	Tag: domains, ID: "renewDomains", Description: "All of them or none, at most 1000. A name that is given twice is renewed once.",
	Refusals: bulkRefusals(),
})

// bulkRefusals returns the refusals of a bulk renewal (docs/contracts/ee.md
// section 2.9).
func bulkRefusals() map[string]rest.Refusal {
	all := map[string]rest.Refusal{}
	for _, f := range []*registry.Fault{
		registry.ErrStatus, registry.ErrPendingState, registry.ErrTransferPending, registry.ErrHorizon, registry.ErrRenewEarly, registry.ErrNoPrice,
		registry.ErrUnsupported, registry.ErrForced, registry.ErrLocked,
	} {
		all[f.Reason+":domains"] = refusal(400, 2002, "Domain renew error for {value}")
	}
	all["type:domains"] = refusal(400, 2005, "Domains attribute must be an array")
	all["missing:domains"] = refusal(400, 2005, "Domains cannot be empty")
	all["name-absent:domains"] = refusal(400, 2304, "Object does not exist: {value}")
	all["range:domains"] = refusal(400, 2004, "Parameter value range error: {value} [domains]")
	all["term-policy:domains"] = invalidPeriod
	all["syntax:renew_period"] = invalidPeriod
	return all
}

var invalidPeriod = refusal(400, 2005, "Invalid renew period")

type renewals struct {
	Domains []string `json:"domains" example:"[\"a.ee\"]"`
	Period  string   `json:"renew_period" example:"1y"`
}

type renewed struct {
	Names []string `json:"updated_domains"`
}

func renewAll(c *rest.Call, in renewals) (answer[renewed], error) {
	term, err := registry.ParseTerm(in.Period)
	if err == nil {
		term, err = parseTerm(term.N, string(term.Unit))
	}
	if err != nil {
		return answer[renewed]{}, registry.ErrSyntax.On("renew_period", registry.Truncate(in.Period))
	}
	renew := object.RenewDomains{Term: term, KeepDeletion: edition(c) == Edition2020}
	for _, text := range in.Domains {
		renew.Names = append(renew.Names, normalizeName(text))
	}
	all, err := rest.Do(c, renew)
	out := renewed{[]string{}}
	for _, r := range all {
		out.Names = append(out.Names, r.Domain.Name.Unicode())
	}
	return success(out), err
}
