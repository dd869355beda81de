package repp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var showDomainRoute = rest.HandleFunc("GET /domains/{name}", "Show a domain", 200,
	func(c *rest.Call, in domainPath) (answer[shownDomain], error) {
		n, err := resolveName(c, in.Name)
		if err != nil {
			return answer[shownDomain]{}, err
		}
		s, err := rest.Ask(c, object.DomainContactsInfo{Name: n})
		if err != nil {
			return answer[shownDomain]{}, err
		}
		card := domainCard(s)
		if edition(c) == Edition2020 { // which has no card of its own, but its own words (contract D11)
			card.Statuses = statusNotes2020(s.Domain)
		}
		return success(shownDomain{card}), nil
	}, rest.Doc{
		Tag: domains, ID: "showDomain",
		Description: "Any registrar's domain: only the sponsoring registrar sees the transfer code and the names of persons who do not publish them.",
	})

type shownDomain struct {
	Domain card `json:"domain"`
}

// card is a domain in edition 2026 (docs/contracts/ee.md section 1.6).
type card struct {
	Name        string            `json:"name" example:"a.ee"`
	Registrant  holder            `json:"registrant"`
	Created     ee.LocalTime      `json:"created_at"`
	Updated     ee.LocalTime      `json:"updated_at"`
	Expires     ee.LocalTime      `json:"expire_time"`
	Outzone     ee.LocalTime      `json:"outzone_at"`
	Delete      ee.Date           `json:"delete_date"`
	ForceDelete ee.Date           `json:"force_delete_date"`
	Contacts    []roleHolder      `json:"contacts"`
	Servers     []server          `json:"nameservers"`
	Keys        []key             `json:"dnssec_keys"`
	Statuses    map[string]string `json:"statuses"`
	Registrar   registrarName     `json:"registrar"`
	Dispute     bool              `json:"dispute"`
	Code        string            `json:"transfer_code,omitempty" doc:"Only for the sponsoring registrar"`
}

type holder struct {
	Name string `json:"name" example:"Mari Maasikas"`
	Code string `json:"code" example:"BEST-NAMES:1A2B3C4D"`
}

type roleHolder struct {
	Code string `json:"code"`
	Type string `json:"type" enum:"AdminDomainContact,TechDomainContact"`
	Name string `json:"name"`
}

type server struct {
	ID       int64    `json:"id"`
	Hostname string   `json:"hostname" example:"ns1.a.example"`
	IPv4     []string `json:"ipv4"`
	IPv6     []string `json:"ipv6"`
}

type key struct {
	ID        int    `json:"id"`
	Flags     int    `json:"flags" example:"257"`
	Protocol  int    `json:"protocol" example:"3"`
	Algorithm int    `json:"alg" example:"13"`
	PublicKey string `json:"public_key"`
}

type registrarName struct {
	Name    string           `json:"name"`
	Website rest.Opt[string] `json:"website"`
}

// brief is a domain in a list with simple=true.
type brief struct {
	Name       string            `json:"name"`
	Expires    ee.LocalTime      `json:"expire_time"`
	Registrant holder            `json:"registrant"`
	Statuses   map[string]string `json:"statuses"`
	Code       string            `json:"transfer_code"`
}

func encodeCard(s object.DomainWithContacts) any { return domainCard(s) }

func encodeBrief(s object.DomainWithContacts) any {
	d := s.Domain
	return brief{d.Name.Unicode(), ee.LocalTime(d.Expires), holderOf(s, d.Registrant), statusNotes(d), s.AuthInfo}
}

func domainCard(s object.DomainWithContacts) card {
	d := s.Domain
	out := card{
		Name: d.Name.Unicode(), Registrant: holderOf(s, d.Registrant), Created: ee.LocalTime(d.Created), Updated: ee.LocalTime(ee.LastChanged(d)),
		Expires: ee.LocalTime(d.Expires), Outzone: ee.LocalTime(s.OutzoneAt), Delete: ee.Date(s.ReleaseAt), Contacts: []roleHolder{},
		Servers: serversOf(d), Keys: keysOf(d), Statuses: statusNotes(d),
		Registrar: registrarName{s.Registrar.Name, ee.Nullable(s.Registrar.Website)}, Dispute: d.Has(registry.StatusDisputed), Code: s.AuthInfo,
		ForceDelete: ee.Date(ee.ForceDeleteAt(d)),
	}
	for _, id := range d.Admin {
		out.Contacts = append(out.Contacts, roleHolder{string(id), "AdminDomainContact", holderOf(s, id).Name})
	}
	for _, id := range d.Tech {
		out.Contacts = append(out.Contacts, roleHolder{string(id), "TechDomainContact", holderOf(s, id).Name})
	}
	return out
}

func holderOf(s object.DomainWithContacts, id registry.ContactID) holder {
	return holder{s.Contacts[id].Postal.Name, string(id)}
}

func serversOf(d registry.Domain) []server {
	all := []server{}
	for _, ns := range d.Nameservers {
		v4, v6 := ee.SplitByFamily(ns.Addrs)
		all = append(all, server{ns.ID, ns.Host.Unicode(), v4, v6})
	}
	return all
}

func keysOf(d registry.Domain) []key {
	all := []key{}
	for i, k := range d.DNSSEC.Keys {
		all = append(all, key{i + 1, k.Flags, k.Protocol, k.Algorithm, k.PublicKey})
	}
	return all
}
