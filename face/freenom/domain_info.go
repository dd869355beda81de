package freenom

import (
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var infoRoute = rest.Answer("GET /domain/getinfo", "Show a name", 200, info, tellInfo, rest.Doc{
	Tag:         domains,
	Description: "One name of the account. What costs money, who is behind it and what moves it is told of PAID names only.",
	Response: domainAnswer[domain]{[]domain{{
		Domain: "TEST001.TK", Type: paid, Expires: "20280301", AuthCode: "6d0f1a6e93b7410cb0a4a0c6e07a35d1", AutoRenew: enabled, Status: "ACTIVE",
		Servers: []server{{Host: "NS1.TEST001.TK", Address: "192.0.2.1"}, {Host: "NS2.A.EXAMPLE"}},
		Pricing: []price{{"EUR", "1Y", "8.46", "9.95"}}, Shield: disabled, Owner: &sampleContact,
	}}, "DOMAIN LISTED", ok},
	Errors: []rest.Refused{{Fault: registry.ErrNoName.On("name", ""), When: "The account has no such name."}},
})

// A named is a call about one name of the account.
type named struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
}

func (in *named) Check() error { return checkName("domainname", in.Domain) }

var exampleNamed = named{Domain: "test001.tk"}

// A dossier is a name with its contacts and what it costs to renew.
type dossier struct {
	command.Dossier
	people map[registry.ContactID]registry.Contact
	prices registry.Prices
}

type asking struct{ name string }

func info(in named) command.Query[dossier] { return asking{in.Domain} }

func (q asking) Answer(s *command.Snapshot) (dossier, error) {
	all, err := command.DomainInfo{Name: q.name}.Answer(s)
	if err != nil || all.Domain.Plan == registry.Free {
		return dossier{Dossier: all}, err
	}
	p, err := s.Policy(all.Domain.Name)
	if err != nil {
		return dossier{}, err
	}
	people := map[registry.ContactID]registry.Contact{}
	for _, id := range all.Domain.Contacts() {
		c, err := s.Contact(id)
		if err != nil && !errors.Is(err, registry.ErrNoContact) && !errors.Is(err, registry.ErrNotYours) {
			return dossier{}, err
		}
		if err == nil {
			people[id] = c
		}
	}
	return dossier{all, people, p.Prices}, nil
}

// A domain is what getinfo says of a name.
type domain struct {
	Domain    string   `json:"domainname"`
	Type      string   `json:"domaintype"`
	Expires   string   `json:"expirationdate" doc:"YYYYMMDD"`
	AuthCode  string   `json:"authcode,omitempty" doc:"PAID only"`
	AutoRenew string   `json:"autorenew,omitempty" doc:"PAID only"`
	Pricing   []price  `json:"pricing,omitempty" doc:"PAID only: of a renewal"`
	Status    string   `json:"status" enum:"ACTIVE,CANCELLED"`
	URL       string   `json:"forward_url,omitempty"`
	Mode      string   `json:"forward_mode,omitempty" enum:"cloak,301_redirect"`
	Servers   []server `json:"nameserver" doc:"None where the name forwards"`
	Shield    string   `json:"idshield" enum:"enabled,disabled"`
	Owner     *contact `json:"owner_contact,omitempty" doc:"PAID only, as the contacts below"`
	Admin     *contact `json:"admin_contact,omitempty"`
	Tech      *contact `json:"tech_contact,omitempty"`
	Billing   *contact `json:"billing_contact,omitempty"`
}

// A server is one of a name's name servers.
type server struct {
	Host    string `json:"hostname"`
	Address string `json:"ipaddress,omitempty" doc:"Of a glue record"`
}

func tellInfo(all dossier) domainAnswer[domain] {
	d := all.Domain
	told := domain{
		Domain: upper(d.Name), Type: typeOf(d.Plan), Expires: date(d.Expires), Status: statusOf(d),
		URL: d.Forward.URL, Mode: modeOf(d.Forward), Servers: serversOf(all.Dossier), Shield: setting(d.Shield),
	}
	if d.Plan == registry.Paid {
		told.AuthCode, told.AutoRenew = all.AuthInfo, setting(d.AutoRenew)
		told.Pricing = pricing(all.prices, registry.ProductRenew)
		told.Owner = all.person(string(d.Registrant))
		told.Admin, told.Tech, told.Billing = all.person(firstOf(d.Admin)), all.person(firstOf(d.Tech)), all.person(firstOf(d.Billing))
	}
	return domainAnswer[domain]{[]domain{told}, "DOMAIN LISTED", ok}
}

func (all dossier) person(id string) *contact {
	c, there := all.people[registry.ContactID(id)]
	if !there {
		return nil
	}
	told := tellContact(c)
	return &told
}

// statusOf says whether a name is its holder's to use.
func statusOf(d registry.Domain) string {
	switch d.Phase {
	case registry.Active, registry.Expired, registry.Outzone:
		return "ACTIVE"
	}
	return "CANCELLED"
}

func serversOf(all command.Dossier) []server {
	list := []server{}
	for _, ns := range all.Domain.Nameservers {
		s := server{Host: upper(ns.Host)}
		addrs := ns.Addrs
		if i := slices.IndexFunc(all.Hosts, func(h registry.Host) bool { return h.Name == ns.Host }); i >= 0 {
			addrs = all.Hosts[i].Addrs
		}
		if len(addrs) > 0 {
			s.Address = addrs[0].String()
		}
		list = append(list, s)
	}
	return list
}

// date is how the wire writes a day.
func date(t time.Time) string { return t.Format("20060102") }
