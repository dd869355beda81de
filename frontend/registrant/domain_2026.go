package registrant

import (
	"time"

	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// envelope is a list of domains in edition 2026.
type envelope struct {
	Total   int      `json:"total" doc:"Domains in every role"`
	Count   int      `json:"count" doc:"Domains in the requested roles"`
	Domains []detail `json:"domains"`
}

// detail is a domain in edition 2026. A list with simple=true leaves out the
// transfer code, contacts, name servers and keys.
type detail struct {
	ID           string            `json:"id"`
	Name         string            `json:"name" doc:"In Unicode"`
	RegisteredAt ee.UTCTime        `json:"registered_at"`
	ValidTo      ee.UTCTime        `json:"valid_to"`
	OutzoneAt    ee.UTCTime        `json:"outzone_at" doc:"Set once the domain has expired: when it leaves or left the zone"`
	DeleteDate   ee.Date           `json:"delete_date" doc:"Set once the domain has expired or was deleted: when it may be released"`
	ForceDate    ee.Date           `json:"force_delete_date"`
	LockedAt     ee.UTCTime        `json:"locked_by_registrant_at"`
	AskedAt      ee.UTCTime        `json:"registrant_verification_asked_at"`
	Statuses     []registry.Status `json:"statuses"`
	Registrar    registrar         `json:"registrar"`
	Registrant   person            `json:"registrant"`

	TransferCode rest.Opt[string]  `json:"transfer_code,omitzero" doc:"Empty unless the person is registrant or administrative contact"`
	Admin        rest.Opt[[]party] `json:"admin_contacts,omitzero"`
	Tech         rest.Opt[[]party] `json:"tech_contacts,omitzero"`
	Nameservers  rest.Opt[[]host]  `json:"nameservers,omitzero"`
	Keys         rest.Opt[[]key]   `json:"dnssec_keys,omitzero"`
	CreatedAt    ee.UTCTime        `json:"created_at"`
	UpdatedAt    ee.UTCTime        `json:"updated_at"`
	NameDirty    string            `json:"name_dirty"`
	NamePuny     string            `json:"name_puny"`
	Period       int               `json:"period"`
	PeriodUnit   string            `json:"period_unit" enum:"y,m"`
	Creator      *string           `json:"creator_str"`
	Updator      *string           `json:"updator_str"`
	Reserved     bool              `json:"reserved"`
	AskedToken   *string           `json:"registrant_verification_token" doc:"Always null: the token is secret"`
}

type registrar struct {
	Name    string  `json:"name"`
	Website *string `json:"website"`
}

// person is the registrant. A caller who is only a technical contact of the
// domain gets null for ident, phone and email.
type person struct {
	Name  string  `json:"name"`
	ID    string  `json:"id" doc:"The contact's UUID"`
	Ident *string `json:"ident"`
	Phone *string `json:"phone"`
	Email *string `json:"email"`
	Org   bool    `json:"org" doc:"A company"`
}

type party struct {
	Name  string  `json:"name"`
	ID    string  `json:"id" doc:"The contact's UUID"`
	Email *string `json:"email"`
}

type host struct {
	Name string   `json:"hostname"`
	V4   []string `json:"ipv4"`
	V6   []string `json:"ipv6"`
}

type key struct {
	Flags     int    `json:"flags"`
	Protocol  int    `json:"protocol"`
	Algorithm int    `json:"alg"`
	PublicKey string `json:"public_key"`
}

func encodeEnvelope(held registrant.PersonalDomainPage, simple bool) envelope {
	out := envelope{held.Total, held.Count, []detail{}}
	for _, h := range held.Domains {
		d := encodeDetail(h)
		if simple {
			d.TransferCode, d.Admin, d.Tech = rest.Opt[string]{}, rest.Opt[[]party]{}, rest.Opt[[]party]{}
			d.Nameservers, d.Keys = rest.Opt[[]host]{}, rest.Opt[[]key]{}
		}
		out.Domains = append(out.Domains, d)
	}
	return out
}

func encodeDetail(h registrant.PersonalDomain) detail {
	d := h.Domain
	out := detail{
		ID: d.UUID, Name: d.Name.Unicode(), RegisteredAt: ee.UTCTime(d.Created), ValidTo: ee.UTCTime(d.Expires),
		ForceDate: ee.Date(ee.ForceDeleteAt(d)), LockedAt: ee.UTCTime(ee.LockedAt(d)), AskedAt: ee.UTCTime(ee.RequestedAt(d)), Statuses: d.AllStatuses(),
		Registrar: registrar{h.Registrar.Name, nullable(h.Registrar.Website)}, Registrant: encodePerson(h.Registrant, h.Role),
		TransferCode: rest.Some(h.AuthInfo), Admin: rest.Some(encodeParties(h.Admin, h.Role)), Tech: rest.Some(encodeParties(h.Tech, h.Role)),
		CreatedAt: ee.UTCTime(d.Created), UpdatedAt: ee.UTCTime(ee.LastChanged(d)), NameDirty: d.Name.Unicode(), NamePuny: d.Name.String(),
		Period: d.Term.N, PeriodUnit: unit(d.Term), Creator: nullable(ee.AuthorName(h.Creator)), Updator: nullable(ee.AuthorName(h.Updater)), Reserved: h.Reserved,
	}
	if d.Phase != registry.Active { // docs/contracts/ee.md section 2.15
		out.OutzoneAt, out.DeleteDate = ee.UTCTime(h.OutzoneAt), ee.Date(h.ReleaseAt)
	}
	if d.Phase == registry.PendingDelete {
		out.OutzoneAt = ee.UTCTime(time.Time{})
	}
	hosts, keys := []host{}, []key{}
	for _, ns := range d.Nameservers {
		v4, v6 := ee.SplitByFamily(ns.Addrs)
		hosts = append(hosts, host{ns.Host.Unicode(), v4, v6})
	}
	for _, k := range d.DNSSEC.Keys {
		keys = append(keys, key{k.Flags, k.Protocol, k.Algorithm, k.PublicKey})
	}
	out.Nameservers, out.Keys = rest.Some(hosts), rest.Some(keys)
	return out
}

func encodePerson(c registry.Contact, tie registrant.DomainRole) person {
	p := person{Name: c.Postal.Name, ID: c.UUID, Org: c.Ident.Type == registry.IdentOrg}
	if tie != registrant.DomainRoleTech {
		p.Ident, p.Phone, p.Email = nullable(c.Ident.Code), nullable(c.Voice), nullable(c.Email)
	}
	return p
}

func encodeParties(list []registry.Contact, tie registrant.DomainRole) []party {
	out := []party{}
	for _, c := range list {
		p := party{Name: c.Postal.Name, ID: c.UUID}
		if tie != registrant.DomainRoleTech {
			p.Email = nullable(c.Email)
		}
		out = append(out, p)
	}
	return out
}
