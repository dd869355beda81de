package freenom

import (
	"cmp"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var registerRoute = rest.HandleFunc("POST /domain/register", "Register a name", 200, register, rest.Doc{
	Tag: domains,
	Description: "Registers an available name: a FREE one by the month, a PAID one by the year. It needs either a `forward_url` or at least " +
		"two name servers. `owner_id` may be omitted only if `idshield` is `enabled`; the other contacts default to the owner. " +
		"A name that is taken is not an error: the result is `NOT AVAILABLE`.\n\n" +
		"With a `forward_url` and without `domainname` a random available .tk name is registered for three months.",
	Request: registration{
		Domain: "test001.tk", Period: "2Y", Servers: []string{"ns1.a.example", "ns2.a.example"}, Owner: "FN0000012", Type: paid,
	},
	Response: domainAnswer[purchase]{[]purchase{{
		Domain: "TEST001.TK", Type: paid, Period: "2Y", Currency: "EUR", Retail: "17.95", Partner: "15.26", Expires: "20280301",
		Owner: "FN0000012", Billing: "FN0000012", Admin: "FN0000012", Tech: "FN0000012",
		AuthCode: "6d0f1a6e93b7410cb0a4a0c6e07a35d1", AutoRenew: enabled, Status: "REGISTERED",
	}}, "DOMAIN REGISTERED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNameSyntax.On("domainname", ""), Description: "`domainname` is not a valid name, or its extension is not supported."},
		{Fault: registry.ErrTerm.On("period", ""), Description: "`period` is not one of the domaintype's."},
		{Fault: registry.ErrForward.On("forward", ""), Description: "`forward_url` is not an http or https URL."},
		{Fault: registry.ErrNSCount.On("ns", ""), Description: "There is one name server, or `forward_url` as well, or neither."},
		{Fault: registry.ErrNoContact.On("registrant", ""), Description: "`owner_id` is missing, or not a contact of the account."},
		{Fault: registry.ErrLowBalance, Description: "The balance of the account is too low."},
	},
})

// A registration is a request to register a name.
type registration struct {
	Domain    string   `json:"domainname,omitempty" doc:"The name; without it, a random .tk name for a forward_url" example:"test001.tk"`
	Period    string   `json:"period,omitempty" doc:"PAID: 1Y to 5Y, 9Y, 10Y, default 1Y. FREE: 1M to 12M, default 3M" example:"2Y"`
	URL       string   `json:"forward_url,omitempty" doc:"Target of the forwarding: an http or https URL" example:"https://a.example/"`
	Mode      string   `json:"forward_mode,omitempty" doc:"cloak: in a frame, the default. 301_redirect" example:"301_redirect"`
	Servers   []string `json:"nameserver,omitempty" doc:"Name server; at least two"`
	Owner     string   `json:"owner_id,omitempty" doc:"Contact ID of the owner; not needed with idshield" example:"FN0000012"`
	Billing   string   `json:"billing_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Tech      string   `json:"tech_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Admin     string   `json:"admin_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Type      string   `json:"domaintype,omitempty" doc:"PAID or FREE; needed with a domainname" example:"PAID"`
	Shield    string   `json:"idshield,omitempty" doc:"enabled or disabled: whether the storefront is published instead of the owner" example:"disabled"`
	AutoRenew string   `json:"autorenew,omitempty" doc:"enabled or disabled: whether a PAID name is renewed automatically. Default: enabled" example:"enabled"`
}

func (in *registration) Check() error {
	in.Servers = nonEmpty(in.Servers)
	if in.Domain == "" && in.URL != "" && len(in.Servers) == 0 && (in.Type == "" || strings.EqualFold(in.Type, free)) {
		in.Type, in.Shield = free, cmp.Or(in.Shield, enabled) // a random .tk name
	} else if err := checkName("domainname", in.Domain); err != nil {
		return err
	}
	if err := cmp.Or(
		checkPeriod(in.Period, periodsOf(in.Type)),
		checkURL(in.URL),
		checkMode(in.Mode),
		checkServers(in.Servers, in.URL),
	); err != nil {
		return err
	}
	if len(in.Servers) == 0 && in.URL == "" {
		return registry.ErrMissing.On("nameserver", "")
	}
	if in.Owner == "" && !strings.EqualFold(in.Shield, enabled) {
		return registry.ErrMissing.On("owner_id", "")
	}
	return cmp.Or(
		checkType(in.Type),
		checkSetting("idshield", in.Shield),
		checkSetting("autorenew", in.AutoRenew),
	)
}

func register(c *rest.Call, in registration) (domainAnswer[purchase], error) {
	sold, err := rest.Do(c, in.command())
	if isUnavailable(err) {
		none := purchase{Domain: strings.ToUpper(strings.TrimSuffix(in.Domain, ".")), Type: strings.ToUpper(in.Type), Period: strings.ToUpper(in.Period), Status: "NOT AVAILABLE"}
		return domainAnswer[purchase]{[]purchase{none}, "NOT AVAILABLE", ok}, nil
	}
	if err != nil {
		return domainAnswer[purchase]{}, err
	}
	b := encodePurchase(sold, "REGISTERED")
	if sold.Domain.Plan == registry.PlanPaid {
		b.AuthCode, b.AutoRenew = sold.AuthInfo, setting(sold.Domain.AutoRenew)
	}
	return domainAnswer[purchase]{[]purchase{b}, "DOMAIN REGISTERED", ok}, nil
}

func (in registration) command() command.Command[object.Registration] {
	var servers []object.NS
	for _, s := range in.Servers {
		servers = append(servers, object.NS{Host: s})
	}
	shield := settingOf(in.Shield)
	return registerCommand{in, object.CreateDomain{
		Name: in.Domain, Plan: planOf(in.Type), Term: termOf(in.Period), Registrant: registry.ContactID(in.Owner),
		Nameservers: servers, CreateHosts: true, DeferGlue: true, Forward: newForward(in.URL, in.Mode),
		Shield: shield != nil && *shield, AutoRenew: settingOf(in.AutoRenew),
	}}
}

// A registerCommand is CreateDomain with contacts that are checked first, in the
// order of the manual, and default to the owner.
type registerCommand struct {
	in     registration
	create object.CreateDomain
}

func (c registerCommand) Run(t *command.Tx) (object.Registration, error) {
	if c.create.Name == "" {
		n, err := object.PickFreeName(t.Snapshot, "tk")
		if err != nil {
			return object.Registration{}, err
		}
		c.create.Name = string(n)
	} else if err := checkSold(t, c.create.Name); err != nil {
		return object.Registration{}, err
	}
	if err := checkContacts(t, [][2]string{{"owner_id", c.in.Owner}, {"billing_id", c.in.Billing}, {"tech_id", c.in.Tech}, {"admin_id", c.in.Admin}}); err != nil {
		return object.Registration{}, err
	}
	owner := c.in.Owner
	if owner == "" {
		a, err := t.FindOwnAccount(t.By.Account)
		if err != nil {
			return object.Registration{}, err
		}
		owner = string(a.Contact)
	}
	c.create.Registrant = registry.ContactID(owner)
	c.create.Billing, c.create.Tech, c.create.Admin = contactIDs(c.in.Billing, owner), contactIDs(c.in.Tech, owner), contactIDs(c.in.Admin, owner)
	return c.create.Run(t)
}

func (c registerCommand) Wrapped() any { return c.create }

// checkSold returns the fault of a name that cannot be registered, except those of
// isUnavailable.
func checkSold(t *command.Tx, text string) error {
	all, err := object.CheckDomains{Names: []string{text}}.Answer(t.Snapshot)
	if err == nil && all[0].Fault != nil && !isUnavailable(all[0].Fault) {
		err = all[0].Fault
	}
	return err
}

// checkContacts returns the fault of the first contact that is not the account's.
// Each element is a parameter and its value.
func checkContacts(t *command.Tx, params [][2]string) error {
	for _, p := range params {
		if p[1] == "" {
			continue
		}
		if _, err := contacts.LoadOwnContact(t, registry.ContactID(p[1])); err != nil {
			return onParam(err, p[0])
		}
	}
	return nil
}

// onParam replaces a fault by ErrNoContact on param; other errors are unchanged.
func onParam(err error, param string) error {
	if f, ok := err.(*registry.Fault); ok {
		return registry.ErrNoContact.On(param, f.Value)
	}
	return err
}

// A purchase is a name that was registered or renewed. Prices, contacts and AuthCode
// are present for PAID names only.
type purchase struct {
	Domain    string `json:"domainname"`
	Type      string `json:"domaintype"`
	Period    string `json:"period,omitempty"`
	Currency  string `json:"currency,omitempty" doc:"PAID only"`
	Retail    string `json:"retailprice,omitempty" doc:"PAID only"`
	Partner   string `json:"partnerprice,omitempty" doc:"PAID only"`
	Expires   string `json:"expirationdate,omitempty" doc:"YYYYMMDD"`
	Owner     string `json:"owner_id,omitempty" doc:"PAID only"`
	Billing   string `json:"billing_id,omitempty" doc:"PAID only"`
	Admin     string `json:"admin_id,omitempty" doc:"PAID only"`
	Tech      string `json:"tech_id,omitempty" doc:"PAID only"`
	AuthCode  string `json:"authcode,omitempty" doc:"PAID only"`
	AutoRenew string `json:"autorenew,omitempty" doc:"PAID only"`
	Status    string `json:"status"`
}

func encodePurchase(r object.Registration, status string) purchase {
	d := r.Domain
	b := purchase{Domain: upper(d.Name), Type: typeOf(d.Plan), Period: period(d.Term), Expires: date(d.Expires), Status: status}
	if d.Plan == registry.PlanFree {
		return b
	}
	b.Currency, b.Retail, b.Partner = r.Price.Retail.Currency, r.Price.Retail.Decimal(), r.Price.Wholesale.Decimal()
	b.Owner, b.Billing, b.Admin, b.Tech = string(d.Registrant), firstOf(d.Billing), firstOf(d.Admin), firstOf(d.Tech)
	return b
}
