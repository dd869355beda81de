package sqlstore

import (
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Roles that a domain's contacts and hosts have, as bits of links.roles, and
// what addresses are to domains and hosts.
const (
	roleRegistrant = 1 << iota
	roleAdmin
	roleTech
	roleBilling
	roleHost
	roleAddress // target is addressOf an address that the domain gives a name server of its own
	roleGlue    // target is glueOf an address, and "domain" is the host that has it

	anyContact = roleRegistrant | roleAdmin | roleTech | roleBilling
)

// A link is a domain's use of a contact, or of a host.
type link struct {
	target string
	roles  int64
}

// linksOf returns the links that d has, one for each target.
func linksOf(d registry.Domain) []link {
	links := make([]link, 0, 1+len(d.Nameservers))
	add := func(target string, role int64) {
		if target == "" {
			return
		}
		for i := range links {
			if links[i].target == target {
				links[i].roles |= role
				return
			}
		}
		links = append(links, link{target, role})
	}
	add(string(d.Registrant), roleRegistrant)
	for _, c := range d.Admin {
		add(string(c), roleAdmin)
	}
	for _, c := range d.Tech {
		add(string(c), roleTech)
	}
	for _, c := range d.Billing {
		add(string(c), roleBilling)
	}
	for _, ns := range d.Nameservers {
		add(string(ns.Host), roleHost)
		for _, a := range ns.Addrs {
			add(addressOf(a), roleAddress)
		}
	}
	return links
}

// addressOf and glueOf keep the links of addresses apart from those of names
// and handles, and hosts' from domains'.
func addressOf(a netip.Addr) string { return "addr:" + a.String() }
func glueOf(a netip.Addr) string    { return "glue:" + a.String() }

// linksOfHost returns the links that h has, one for each address.
func linksOfHost(h registry.Host) []link {
	var links []link
	for _, a := range h.Addrs {
		if l := (link{glueOf(a), roleGlue}); !slices.Contains(links, l) {
			links = append(links, l)
		}
	}
	return links
}

// relink writes what after has beyond before, and removes the reverse.
func (tx *Tx) relink(n name.Name, before, after []link) error {
	for _, l := range before {
		if slices.Contains(after, l) {
			continue
		}
		if err := tx.send("DELETE FROM links WHERE target = $1 AND domain = $2", l.target, string(n)); err != nil {
			return err
		}
	}
	var args []any
	for _, l := range after {
		if !slices.Contains(before, l) {
			args = append(args, l.target, string(n), l.roles)
		}
	}
	return sendRows(tx, linkInserts, args)
}

var linkInserts = newInserts("links", "target", "domain", "roles")
