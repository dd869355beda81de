package kifdom

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var createDomainRoute = rest.Handle("POST /domains", "Register a name", 200, createDomain,
	doneWithTotals[object.Registration](domainCreated), rest.Doc{
		Tag: domains,
		Description: "Registers an available name for a year on KifDom's name servers, with the account as registrant. " +
			"The price is charged to the balance.",
		Request:  newDomain{Name: "a.fr", Renewable: &noRenew, Label: rest.Some("My first name")},
		Response: done{sampleMeta, plain{200, domainCreated}},
		Errors: []rest.ErrorDoc{
			{Fault: registry.ErrType.On("renewable", "integer"), Description: "`renewable` is not an integer."},
			{Fault: registry.ErrRange.On("renewable", "2"), Description: "`renewable` is neither 0 nor 1."},
			{Fault: registry.ErrRange.On("label", ""), Description: "`label` is too long."},
			{Fault: registry.ErrNameSyntax.On("name", "a_b.fr"), Description: "`name` is not a domain name."},
			{Fault: registry.ErrNameLength.On("name", ""), Description: "`name` is too short or too long for its extension."},
			{Fault: registry.ErrNameLetters.On("name", ""), Description: "`name` has characters that its extension does not allow."},
			{Fault: registry.ErrNameBlocked.On("name", ""), Description: "`name` is blocked."},
			{Fault: registry.ErrReserved.On("name", ""), Description: "`name` is reserved."},
			{Fault: registry.ErrTLD.On("name", ""), Description: "The extension is not supported."},
			{Fault: registry.ErrNameTaken.On("name", "a.fr"), Description: "The name is registered already."},
			{Fault: registry.ErrContactData.On("registrant", ""), Description: "The registry does not accept the account's address."},
			{Fault: registry.ErrLowBalance, Description: "The balance is too low."},
			{Fault: registry.ErrLowDeposit, Description: "KifDom's own deposit at the registry is too low."},
		},
	})

const (
	domainCreated = "Domain name successfully created."
	domainUpdated = "Domain name successfully updated."
)

// A newDomain is a registration. What all other routes call renew is called
// renewable here, as in the manual.
type newDomain struct {
	Name      rest.NameText    `json:"name" doc:"In Unicode or punycode" example:"a.fr"`
	Renewable *int             `json:"renewable" enum:"0,1" doc:"Whether it is renewed automatically: 0 no, 1 yes. Default: 1"`
	Label     rest.Opt[string] `json:"label" maxLength:"255" doc:"Your own note. Default: null"`
}

var noRenew = 0

func (in *newDomain) Check() error { return checkFlag("renewable", in.Renewable) }

func createDomain(in newDomain) command.Command[resultTotals[object.Registration]] {
	renew := in.Renewable == nil || *in.Renewable == 1
	return commandWithTotals(object.CreateDomain{Name: string(in.Name), Hosted: true, AutoRenew: &renew, Label: in.Label.Or("")})
}

var updateDomainRoute = rest.Handle("PUT /domains/{name}", "Change a name", 200, updateDomain,
	doneWithTotals[object.UpdateDomainResult](domainUpdated), rest.Doc{
		Tag: domains,
		Description: "Changes the members given in the body. An empty `ns` selects KifDom's name servers; " +
			"`label` may be null. `renew` 1 restores a name in redemption, and charges the price of a restore.",
		Request:  domainUpdate{Renew: &noRenew, Label: rest.Some("My first name"), NS: &exampleServers},
		Response: done{sampleMeta, plain{200, domainUpdated}},
		Refusals: nameSyntaxRefusals,
		Errors: append([]rest.ErrorDoc{
			{Fault: registry.ErrType.On("renew", "integer"), Description: "`renew` is not an integer."},
			{Fault: registry.ErrRange.On("renew", "2"), Description: "`renew` is neither 0 nor 1."},
			{Fault: registry.ErrRange.On("label", ""), Description: "`label` is too long."},
			{Fault: registry.ErrNoName, Description: "The account has no such name."},
			{Fault: registry.ErrLowBalance, Description: "The balance is too low for a restore."},
		}, serverFaults...),
	})

type domainUpdate struct {
	named
	Renew *int             `json:"renew" enum:"0,1" doc:"Whether it is renewed automatically: 0 no, 1 yes"`
	Label rest.Opt[string] `json:"label" maxLength:"255" doc:"Your own note; may be null"`
	NS    *[]string        `json:"ns" doc:"Name servers; empty: KifDom's" example:"[\"ns1.a.example\",\"ns2.a.example\"]"`
}

func (in *domainUpdate) Check() error { return checkFlag("renew", in.Renew) }

func updateDomain(in domainUpdate) command.Command[resultTotals[object.UpdateDomainResult]] {
	c := object.UpdateDomain{Name: string(in.Name)}
	if in.NS != nil {
		c = updateNameservers(string(in.Name), *in.NS)
	}
	if in.Renew != nil {
		renew := *in.Renew == 1
		c.AutoRenew = &renew
	}
	if in.Label.Set {
		label := in.Label.Or("")
		c.Label = &label
	}
	return commandWithTotals(object.KeepDomain{Update: c}) // docs/contracts/kifdom.md K-q
}

// checkFlag returns ErrRange unless n is nil, 0 or 1.
func checkFlag(field string, n *int) error {
	if n == nil || *n == 0 || *n == 1 {
		return nil
	}
	return registry.ErrRange.On(field, strconv.Itoa(*n))
}
