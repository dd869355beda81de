package altravia

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var createDomainRoute = rest.HandleFunc("POST /domain", "Register or transfer a name", 200, buy, rest.Doc{
	Tag: domains, ID: "createDomain",
	Description: "Registers a name for a year, or transfers a registered one. To register, send `domain`, `registrant`, `admin`, `tech` and `dns`; " +
		"to transfer, `domain` and `authinfo`, and `registrant` to change the registrant. " +
		"A transfer from another registrar completes after a day, unless that registrar approves or rejects it earlier; the contacts of the name are copied to your account.",
	Request: newDomain{
		Domain: "example.it", Registrant: "AV-982654609", Admin: "AV-982654609", Tech: []string{"AV-982654609"}, DNS: []string{"ns1.a.example", "ns2.a.example"},
	},
	Response: recordedSuccess("POST /domain"),
	Errors:   recordedErrors("POST /domain"),
	Refusals: mergeRefusals(registryRefusals(223, "Domain '{name}' NOT created: ", ""), registryRefusals(222, "Transfer FAILED: ", transferField), nsCountRefusals, unavailableRefusals(218),
		map[string]rest.Refusal{
			"missing:domain":     newRefusal(422, 208, "domain required!"),
			"missing:registrant": newRefusal(422, 209, "registrant required!"),
			"missing:admin":      newRefusal(422, 210, "admin required!"),
			"missing:tech":       newRefusal(422, 211, "tech required!"),
			"missing:dns":        newRefusal(422, 214, "dns required!"),
			"contact-count:tech": newRefusal(406, 213, "to much tech, 6 max!"),
			"low-deposit:credit": newRefusal(412, 219, "{value}"),
		}),
})

// transferField is the field of all faults of a transfer.
const transferField = "transfer"

// nsCountRefusals are the responses to too few and too many name servers.
var nsCountRefusals = map[string]rest.Refusal{
	"ns-count":     newRefusal(406, 216, "dns must contain 2 record at least!"),
	"ns-count:max": newRefusal(406, 217, "to much dns, 6 max!"),
}

type newDomain struct {
	Domain     rest.NameText `json:"domain" doc:"The name, in Unicode or punycode"`
	AuthInfo   string        `json:"authinfo,omitempty" doc:"Authorization code of a name to transfer"`
	Registrant string        `json:"registrant,omitempty" doc:"Handle; required to register"`
	Admin      string        `json:"admin,omitempty" doc:"Handle; required to register"`
	Tech       []string      `json:"tech,omitempty" doc:"One to six handles; required to register"`
	DNS        []string      `json:"dns,omitempty" doc:"Two to six name servers; required to register"`
}

func (in *newDomain) Check() error {
	switch {
	case in.Domain == "":
		return registry.ErrMissing.On("domain", "")
	case in.AuthInfo != "":
		return nil
	case in.Registrant == "":
		return registry.ErrMissing.On("registrant", "")
	case in.Admin == "":
		return registry.ErrMissing.On("admin", "")
	case len(in.Tech) == 0:
		return registry.ErrMissing.On("tech", "")
	case len(in.DNS) == 0:
		return registry.ErrMissing.On("dns", "")
	}
	return nil
}

// A purchase is the response to a registration or transfer, with its price.
type purchase struct {
	Data    none          `json:"data" doc:"Always empty"`
	Success bool          `json:"success" doc:"Always true"`
	Message string        `json:"message" doc:"What was done at the registry"`
	Price   int64         `json:"price" doc:"In whole euros" example:"10"`
	Error   rest.Opt[int] `json:"error" doc:"Always null"`
}

func buy(c *rest.Call, in newDomain) (purchase, error) {
	c.Data = string(in.Domain)
	p, err := rest.Do(c, buyDomain(in))
	if err != nil {
		return purchase{}, err
	}
	all := sessionAnswer(none{}, p.work...)
	return purchase{all.Data, all.Success, all.Message, (p.price.Minor + 99) / 100, all.Error}, nil
}

// A buyDomain registers or transfers a domain: the original has one call for both.
type buyDomain newDomain

// A receipt has the messages and the price of a buyDomain.
type receipt struct {
	work  []string
	price money.Amount
}

func (c buyDomain) Run(t *command.Tx) (receipt, error) {
	if c.AuthInfo != "" {
		return c.transfer(t)
	}
	n, err := checkQuery(c.Domain).Answer(t.Snapshot)
	if err != nil {
		return receipt{}, err
	}
	r, err := object.CreateDomain{
		Name: n, Registrant: registry.ContactID(c.Registrant), Admin: []registry.ContactID{registry.ContactID(c.Admin)},
		Tech: contactIDs(c.Tech), Nameservers: nameservers(c.DNS), CreateHosts: true,
	}.Run(t)
	if err != nil {
		return receipt{}, c.creditFault(t.Snapshot, splitNSCount(err), registry.ProductCreate)
	}
	return receipt{[]string{availableText(n), fmt.Sprintf("Domain '%s' created.", n)}, r.Price.Retail}, nil
}

func (c buyDomain) transfer(t *command.Tx) (receipt, error) {
	result, err := transfer.RequestTransfer{Name: string(c.Domain), AuthInfo: c.AuthInfo, Registrant: registry.ContactID(c.Registrant)}.Run(t)
	var f *registry.Fault
	switch {
	case err == nil:
		return receipt{[]string{"Transfer OK."}, result.Price.Retail}, nil
	case !errors.As(err, &f), f.Reason == registry.ErrLowBalance.Reason:
		return receipt{}, err
	}
	if credit := c.creditFault(t.Snapshot, err, registry.ProductTransfer); credit != err {
		return receipt{}, credit
	}
	return receipt{}, f.On(transferField, f.Value)
}

// Wrapped returns the command whose name is logged.
func (c buyDomain) Wrapped() any {
	if c.AuthInfo != "" {
		return transfer.RequestTransfer{}
	}
	return object.CreateDomain{}
}

// creditFault replaces ErrLowDeposit for users of the storefront itself by a fault
// on "credit" with the deposit and the price, because the original's credit is
// that deposit.
func (c buyDomain) creditFault(s *command.Snapshot, err error, product registry.Product) error {
	var f *registry.Fault
	if !errors.As(err, &f) || f.Reason != registry.ErrLowDeposit.Reason || s.By.Account != "" {
		return err
	}
	n, parseErr := name.ParseRegistration(string(c.Domain))
	if parseErr != nil {
		return err
	}
	p, policyErr := s.FindPolicy(n)
	if policyErr != nil {
		return err
	}
	quotes, quoteErr := object.Quote{Name: string(n), Queries: []object.PriceQuery{{Product: product, Term: p.DefaultTerm(registry.PlanPaid)}}}.Answer(s)
	if quoteErr != nil {
		return err
	}
	price := quotes.Prices[0].Price
	return f.On("credit", fmt.Sprintf("Your credit of %s does not cover the cost of %s.", trimCents(f.Value), trimCents(price.Wholesale.Decimal())))
}

// trimCents removes ".00" from an amount, as the original does.
func trimCents(amount string) string { return strings.TrimSuffix(amount, ".00") }

// splitNSCount puts ErrNSCount on "max" if there are too many name servers.
func splitNSCount(err error) error {
	var f *registry.Fault
	if errors.As(err, &f) && f.Reason == registry.ErrNSCount.Reason && f.Value != "0" && f.Value != "1" {
		return f.On("max", f.Value)
	}
	return err
}

func contactIDs(texts []string) []registry.ContactID {
	ids := make([]registry.ContactID, 0, len(texts))
	for _, s := range texts {
		ids = append(ids, registry.ContactID(s))
	}
	return ids
}

func nameservers(hosts []string) []object.NS {
	servers := make([]object.NS, 0, len(hosts))
	for _, h := range hosts {
		servers = append(servers, object.NS{Host: h})
	}
	return servers
}
