package freenom

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var modifyRoute = rest.Handle("PUT /domain/modify", "Change a name", 200, modify, tellModified, rest.Doc{
	Tag: domains,
	Description: "Changes what is given. A `forward_url` takes the name servers' place, and they take its. A name server below the name itself needs its glue " +
		"first: nameserver/register.",
	Request: modification{
		Domain: "test002.tk", URL: "https://a.example/",
	},
	Response: domainAnswer[done]{[]done{{"TEST002.TK", "MODIFIED"}}, "DOMAIN MODIFIED", ok},
	Errors: []rest.Refused{
		{Fault: registry.ErrNoName.On("name", ""), When: "The account has no such name."},
		{Fault: registry.ErrForward.On("forward", ""), When: "`forward_url` is not an http or https address."},
		{Fault: registry.ErrNSCount.On("ns", ""), When: "There is one name server, or `forward_url` as well, or a name server without its glue."},
		{Fault: registry.ErrNoContact.On("registrant", ""), When: "`owner_id` is no contact of the account."},
		{Fault: registry.ErrStatus, When: "The name was deleted, or a transfer is pending."},
	},
})

type modification struct {
	Domain    string   `json:"domainname" required:"true" doc:"The name" example:"test002.tk"`
	URL       string   `json:"forward_url,omitempty" doc:"Where visitors are sent: an http or https address" example:"https://a.example/"`
	Mode      string   `json:"forward_mode,omitempty" doc:"cloak: in a frame, the usual one. 301_redirect" example:"301_redirect"`
	Servers   []string `json:"nameserver,omitempty" doc:"Name server; at least two"`
	Owner     string   `json:"owner_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Admin     string   `json:"admin_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Tech      string   `json:"tech_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Billing   string   `json:"billing_id,omitempty" doc:"Contact ID" example:"FN0000012"`
	Shield    string   `json:"idshield,omitempty" doc:"enabled or disabled" example:"enabled"`
	AutoRenew string   `json:"autorenew,omitempty" doc:"enabled or disabled" example:"disabled"`
}

func (in *modification) Check() error {
	in.Servers = given(in.Servers)
	return cmp.Or(
		checkName("domainname", in.Domain),
		checkURL(in.URL),
		checkMode(in.Mode),
		checkServers(in.Servers, in.URL),
		checkSetting("idshield", in.Shield),
		checkSetting("autorenew", in.AutoRenew),
	)
}

func modify(in modification) command.Command[command.Updated] { return in }

// Run changes the name in one step. A forward_mode alone is that of the target
// which the name has.
func (in modification) Run(t *command.Tx) (command.Updated, error) {
	d, err := t.Mine(in.Domain)
	if err != nil {
		return command.Updated{}, err
	}
	change := command.UpdateDomain{Name: in.Domain, MakeHosts: true, Shield: settingOf(in.Shield), AutoRenew: settingOf(in.AutoRenew)}
	switch url := cmp.Or(in.URL, d.Forward.URL); {
	case len(in.Servers) > 0:
		change.Forward, change.Nameservers = &registry.Forward{}, &[]command.NS{}
		for _, s := range in.Servers {
			*change.Nameservers = append(*change.Nameservers, command.NS{Host: s})
		}
	case in.URL != "":
		f := forward(in.URL, in.Mode)
		change.Forward, change.Nameservers = &f, &[]command.NS{}
	case in.Mode != "" && url != "":
		f := forward(url, in.Mode)
		change.Forward = &f
	}
	if owner := registry.ContactID(in.Owner); owner != "" {
		change.Registrant = &owner
	}
	change.Admin, change.Tech, change.Billing = instead(in.Admin), instead(in.Tech), instead(in.Billing)
	return change.Run(t)
}

func (in modification) Wrapped() any { return command.UpdateDomain{} }

// instead puts one contact in the place of a role's, if one is given.
func instead(id string) (e command.Edit[registry.ContactID]) {
	if id != "" {
		e.Set = &[]registry.ContactID{registry.ContactID(id)}
	}
	return e
}

// A done is a name that something was done to.
type done struct {
	Domain string `json:"domainname"`
	Status string `json:"status"`
}

// waits is the status of a name for which the registrant's word is wanted first.
const waits = "PENDING"

func tellModified(u command.Updated) domainAnswer[done] {
	if u.Domain.Pending != nil {
		return domainAnswer[done]{[]done{{upper(u.Domain.Name), waits}}, "DOMAIN MODIFICATION PENDING", ok}
	}
	return domainAnswer[done]{[]done{{upper(u.Domain.Name), "MODIFIED"}}, "DOMAIN MODIFIED", ok}
}
