package sqlstore

import (
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Bits of links.roles: how a target (contact, host or address) is used by the
// domain or host in column domain.
const (
	roleRegistrant = 1 << iota
	roleAdmin
	roleTech
	roleBilling
	roleHost
	roleAddress // target is addrTarget of an address in the domain's host attributes
	roleGlue    // target is glueTarget of an address, and column domain has the host's name

	anyContact = roleRegistrant | roleAdmin | roleTech | roleBilling
)

// A link is a domain's or host's use of a target.
type link struct {
	target string
	roles  int64
}

// linksOf returns the links of d, one for each target.
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
			add(addrTarget(a), roleAddress)
		}
	}
	return links
}

// addrTarget and glueTarget return the target of an address. Their prefixes keep
// addresses apart from names and handles, and hosts apart from domains.
func addrTarget(a netip.Addr) string { return "addr:" + a.String() }
func glueTarget(a netip.Addr) string { return "glue:" + a.String() }

// linksOfHost returns the links of h, one for each address.
func linksOfHost(h registry.Host) []link {
	var links []link
	for _, a := range h.Addrs {
		if l := (link{glueTarget(a), roleGlue}); !slices.Contains(links, l) {
			links = append(links, l)
		}
	}
	return links
}

// updateLinks deletes the links of n that are only in before and inserts those
// that are only in after.
func (tx *Tx) updateLinks(n name.Name, before, after []link) error {
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
	return insertRows(tx, linkInserts, args)
}

var linkInserts = newInserts("links", "target", "domain", "roles")
