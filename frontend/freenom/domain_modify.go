package freenom

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var modifyRoute = rest.Handle("PUT /domain/modify", "Change a name", 200, modify, encodeModified, rest.Doc{
	Tag: domains,
	Description: "Changes the given values. A `forward_url` replaces the name servers, and name servers replace it. A name server below the name itself needs its glue " +
		"first: nameserver/register.",
	Request: modification{
		Domain: "test002.tk", URL: "https://a.example/",
	},
	Response: domainAnswer[done]{[]done{{"TEST002.TK", "MODIFIED"}}, "DOMAIN MODIFIED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrForward.On("forward", ""), Description: "`forward_url` is not an http or https URL."},
		{Fault: registry.ErrNSCount.On("ns", ""), Description: "There is one name server, or `forward_url` as well, or a name server without its glue."},
		{Fault: registry.ErrNoContact.On("registrant", ""), Description: "`owner_id` is not a contact of the account."},
		{Fault: registry.ErrStatus, Description: "The name was deleted, or a transfer is pending."},
	},
})

type modification struct {
	Domain    string   `json:"domainname" required:"true" doc:"The name" example:"test002.tk"`
	URL       string   `json:"forward_url,omitempty" doc:"Target of the forwarding: an http or https URL" example:"https://a.example/"`
	Mode      string   `json:"forward_mode,omitempty" doc:"cloak: in a frame, the default. 301_redirect" example:"301_redirect"`
	Servers   []string `json:"nameserver,omitempty" doc:"Name server; at least two"`
	Owner     string   `json:"owner_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Admin     string   `json:"admin_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Tech      string   `json:"tech_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Billing   string   `json:"billing_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Shield    string   `json:"idshield,omitempty" doc:"enabled or disabled" example:"enabled"`
	AutoRenew string   `json:"autorenew,omitempty" doc:"enabled or disabled" example:"disabled"`
}

func (in *modification) Check() error {
	in.Servers = nonEmpty(in.Servers)
	return cmp.Or(
		checkName("domainname", in.Domain),
		checkURL(in.URL),
		checkMode(in.Mode),
		checkServers(in.Servers, in.URL),
		checkSetting("idshield", in.Shield),
		checkSetting("autorenew", in.AutoRenew),
	)
}

func modify(in modification) command.Command[object.UpdateDomainResult] { return in }

// Run changes the domain with one UpdateDomain. A forward_mode without forward_url
// applies to the present target.
func (in modification) Run(t *command.Tx) (object.UpdateDomainResult, error) {
	d, err := t.FindOwnDomain(in.Domain)
	if err != nil {
		return object.UpdateDomainResult{}, err
	}
	change := object.UpdateDomain{Name: in.Domain, CreateHosts: true, Shield: settingOf(in.Shield), AutoRenew: settingOf(in.AutoRenew)}
	switch url := cmp.Or(in.URL, d.Forward.URL); {
	case len(in.Servers) > 0:
		change.Forward, change.Nameservers = &registry.Forward{}, in.nameservers()
	case in.URL != "":
		f := newForward(in.URL, in.Mode)
		change.Forward, change.Nameservers = &f, &[]object.NS{}
	case in.Mode != "" && url != "":
		f := newForward(url, in.Mode)
		change.Forward = &f
	}
	if owner := registry.ContactID(in.Owner); owner != "" {
		change.Registrant = &owner
	}
	change.Admin, change.Tech, change.Billing = replaceContact(in.Admin), replaceContact(in.Tech), replaceContact(in.Billing)
	return change.Run(t)
}

// Wrapped has what is checked before the transaction.
func (in modification) Wrapped() any {
	return object.UpdateDomain{Name: in.Domain, Nameservers: in.nameservers()}
}

func (in modification) nameservers() *[]object.NS {
	var all []object.NS
	for _, s := range in.Servers {
		all = append(all, object.NS{Host: s})
	}
	return &all
}

// replaceContact returns the edit that sets the contacts of a role to id; none if id
// is empty.
func replaceContact(id string) (e command.Edit[registry.ContactID]) {
	if id != "" {
		e.Set = &[]registry.ContactID{registry.ContactID(id)}
	}
	return e
}

// A done is a name and the status of the change.
type done struct {
	Domain string `json:"domainname"`
	Status string `json:"status"`
}

// pendingStatus is the status of a change that the registrant has to confirm first.
const pendingStatus = "PENDING"

func encodeModified(u object.UpdateDomainResult) domainAnswer[done] {
	if u.Awaits() {
		return domainAnswer[done]{[]done{{upper(u.Domain.Name), pendingStatus}}, "DOMAIN MODIFICATION PENDING", ok}
	}
	return domainAnswer[done]{[]done{{upper(u.Domain.Name), "MODIFIED"}}, "DOMAIN MODIFIED", ok}
}
