package freenom

import (
	"cmp"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var upgradeRoute = rest.Handle("POST /domain/upgrade", "Upgrade a free name to a paid one", 200, upgrade, encodeUpgraded, rest.Doc{
	Tag: domains,
	Description: "A FREE name becomes PAID, and the years are added to its expiry date. From then on it has an authcode and is renewed automatically, " +
		"unless `autorenew` is disabled.",
	Request:  upgradeRequest{Domain: "test001.tk", Owner: "FN0000012", Period: "1Y"},
	Response: domainAnswer[revivedDomain]{[]revivedDomain{{"TEST001.TK", "UPGRADED", "UPGRADED"}}, "DOMAIN UPGRADED", ok},
	Refusals: map[string]rest.Refusal{"unsupported:plan": newRefusal("Domain is a paid domain already")},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrNoContact.On("registrant", ""), Description: "`owner_id` is missing, or not a contact of the account."},
		{Fault: registry.ErrTerm.On("period", ""), Description: "`period` is not offered."},
		{Fault: registry.ErrUnsupported.On("plan", ""), Description: "The name is PAID."},
		{Fault: registry.ErrLowBalance, Description: "The balance of the account is too low."},
	},
})

type upgradeRequest struct {
	Domain  string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
	Owner   string `json:"owner_id,omitempty" doc:"Contact ID of the owner; not needed with idshield" example:"FN0000012"`
	Billing string `json:"billing_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Admin   string `json:"admin_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Tech    string `json:"tech_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Shield  string `json:"idshield,omitempty" doc:"enabled or disabled" example:"disabled"`
	Period  string `json:"period" required:"true" doc:"Years to add: 1Y to 5Y, 9Y, 10Y" example:"1Y"`
}

func (in *upgradeRequest) Check() error {
	if err := checkName("domainname", in.Domain); err != nil {
		return err
	}
	if in.Owner == "" && !strings.EqualFold(in.Shield, enabled) {
		return registry.ErrMissing.On("owner_id", "")
	}
	return cmp.Or(checkSetting("idshield", in.Shield), checkPresent("period", in.Period), checkPeriod(in.Period, paidPeriods))
}

func upgrade(in upgradeRequest) command.Command[object.Registration] { return in }

func (in upgradeRequest) Run(t *command.Tx) (object.Registration, error) {
	if _, err := t.FindOwnDomain(in.Domain); err != nil {
		return object.Registration{}, err
	}
	if err := checkContacts(t, [][2]string{{"owner_id", in.Owner}, {"billing_id", in.Billing}, {"admin_id", in.Admin}, {"tech_id", in.Tech}}); err != nil {
		return object.Registration{}, err
	}
	c := object.UpgradeDomain{Name: in.Domain, Term: termOf(in.Period), Registrant: registry.ContactID(in.Owner), Shield: settingOf(in.Shield)}
	for _, role := range []struct {
		id string
		to *[]registry.ContactID
	}{{in.Billing, &c.Billing}, {in.Admin, &c.Admin}, {in.Tech, &c.Tech}} {
		if cmp.Or(role.id, in.Owner) != "" {
			*role.to = contactIDs(role.id, in.Owner)
		}
	}
	return c.Run(t)
}

func (in upgradeRequest) Wrapped() any { return object.UpgradeDomain{} }

func encodeUpgraded(r object.Registration) domainAnswer[revivedDomain] {
	return domainAnswer[revivedDomain]{[]revivedDomain{{upper(r.Domain.Name), "UPGRADED", "UPGRADED"}}, "DOMAIN UPGRADED", ok}
}
