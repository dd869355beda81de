package freenom

import (
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var infoRoute = rest.HandleQuery("GET /domain/getinfo", "Show a name", 200, info, encodeInfo, rest.Doc{
	Tag:         domains,
	Description: "One name of the account. Prices, contacts and the authcode are shown for PAID names only.",
	Response: domainAnswer[domain]{[]domain{{
		Domain: "TEST001.TK", Type: paid, Expires: "20280301", AuthCode: "6d0f1a6e93b7410cb0a4a0c6e07a35d1", AutoRenew: enabled, Status: "ACTIVE",
		Servers: []server{{Host: "NS1.TEST001.TK", Address: "192.0.2.1"}, {Host: "NS2.A.EXAMPLE"}},
		Pricing: []price{{"EUR", "1Y", "8.46", "9.95"}}, Shield: disabled, Owner: &sampleContact,
	}}, "DOMAIN LISTED", ok},
	Errors: []rest.ErrorDoc{{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."}},
})

// A named is a request for one name.
type named struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test001.tk"`
}

func (in *named) Check() error { return checkName("domainname", in.Domain) }

var exampleNamed = named{Domain: "test001.tk"}

// A domainInfo is a domain with its contacts and prices; without both if it is FREE.
type domainInfo struct {
	object.DomainDetail
	contacts map[registry.ContactID]registry.Contact
	prices   registry.Prices
}

type infoQuery struct{ name string }

func info(in named) command.Query[domainInfo] { return infoQuery{in.Domain} }

func (q infoQuery) Answer(s *command.Snapshot) (domainInfo, error) {
	detail, err := object.DomainInfo{Name: q.name}.Answer(s)
	if err != nil || detail.Domain.Plan == registry.PlanFree {
		return domainInfo{DomainDetail: detail}, err
	}
	p, err := s.FindPolicy(detail.Domain.Name)
	if err != nil {
		return domainInfo{}, err
	}
	byID := map[registry.ContactID]registry.Contact{}
	for _, id := range detail.Domain.Contacts() {
		c, err := contacts.FindOwnContact(s, id)
		if err != nil && !errors.Is(err, registry.ErrNoContact) && !errors.Is(err, registry.ErrNotYours) {
			return domainInfo{}, err
		}
		if err == nil {
			byID[id] = c
		}
	}
	return domainInfo{detail, byID, p.PricesOf(detail.Domain.Premium)}, nil
}

// A domain is a domain in the response of getinfo.
type domain struct {
	Domain    string   `json:"domainname"`
	Type      string   `json:"domaintype"`
	Expires   string   `json:"expirationdate" doc:"YYYYMMDD"`
	AuthCode  string   `json:"authcode,omitempty" doc:"PAID only"`
	AutoRenew string   `json:"autorenew,omitempty" doc:"PAID only"`
	Pricing   []price  `json:"pricing,omitempty" doc:"PAID only: prices of a renewal"`
	Status    string   `json:"status" enum:"ACTIVE,CANCELLED"`
	URL       string   `json:"forward_url,omitempty"`
	Mode      string   `json:"forward_mode,omitempty" enum:"cloak,301_redirect"`
	Servers   []server `json:"nameserver" doc:"None where the name forwards"`
	Shield    string   `json:"idshield" enum:"enabled,disabled"`
	Owner     *contact `json:"owner_contact,omitempty" doc:"PAID only, as are the contacts below"`
	Admin     *contact `json:"admin_contact,omitempty"`
	Tech      *contact `json:"tech_contact,omitempty"`
	Billing   *contact `json:"billing_contact,omitempty"`
}

// A server is a name server of a domain.
type server struct {
	Host    string `json:"hostname"`
	Address string `json:"ipaddress,omitempty" doc:"Of a glue record"`
}

func encodeInfo(info domainInfo) domainAnswer[domain] {
	d := info.Domain
	out := domain{
		Domain: upper(d.Name), Type: typeOf(d.Plan), Expires: date(d.Expires), Status: statusOf(d),
		URL: registry.URI(d.Forward.URL), Mode: modeOf(d.Forward), Servers: encodeServers(info.DomainDetail), Shield: setting(d.Shield),
	}
	if d.Plan == registry.PlanPaid {
		out.AuthCode, out.AutoRenew = info.AuthInfo, setting(d.AutoRenew)
		out.Pricing = pricing(info.prices, registry.ProductRenew)
		out.Owner = info.contact(string(d.Registrant))
		out.Admin, out.Tech, out.Billing = info.contact(firstOf(d.Admin)), info.contact(firstOf(d.Tech)), info.contact(firstOf(d.Billing))
	}
	return domainAnswer[domain]{[]domain{out}, "DOMAIN LISTED", ok}
}

// contact returns the contact id, or nil if it is not one of the account's.
func (info domainInfo) contact(id string) *contact {
	c, ok := info.contacts[registry.ContactID(id)]
	if !ok {
		return nil
	}
	out := encodeContact(c)
	return &out
}

// statusOf returns ACTIVE for a domain that can be used or renewed, else CANCELLED.
func statusOf(d registry.Domain) string {
	switch d.Phase {
	case registry.Active, registry.Expired, registry.Outzone:
		return "ACTIVE"
	}
	return "CANCELLED"
}

func encodeServers(detail object.DomainDetail) []server {
	list := []server{}
	for _, ns := range detail.Domain.Nameservers {
		s := server{Host: upper(ns.Host)}
		addrs := ns.Addrs
		if i := slices.IndexFunc(detail.Hosts, func(h registry.Host) bool { return h.Name == ns.Host }); i >= 0 {
			addrs = detail.Hosts[i].Addrs
		}
		if len(addrs) > 0 {
			s.Address = addrs[0].String()
		}
		list = append(list, s)
	}
	return list
}

// date returns the date of t as YYYYMMDD.
func date(t time.Time) string { return t.Format("20060102") }
