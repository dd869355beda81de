package object

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReplaceHost replaces the name server Old by New on a batch of the actor's
// domains that are delegated to Old, or on those given in Names; if Old is "" it
// adds New to those. Domains whose update is refused, and given domains that are
// not delegated to Old, are skipped. ErrNoHost: none of the actor's domains is
// delegated to Old.
type ReplaceHost struct {
	Old   string
	New   NS
	Names []string  // nil: all that have Old; at most 1000
	After name.Name // continue after this domain
}

func (c ReplaceHost) Run(t *command.Tx) (ReplaceResult, error) {
	var result ReplaceResult
	if _, err := (registry.Policy{}).ParseGlue(c.New.Addrs); err != nil { // the update asks the policy of each name
		return result, err
	}
	if _, err := registry.ParseHostname("ns", c.New.Host); err != nil {
		return result, err
	}
	var old name.Name
	if c.Old != "" {
		n, err := name.ParseReference(c.Old)
		if err != nil {
			return result, registry.ErrNoHost.On("ns", registry.Truncate(c.Old))
		}
		old = n
	}
	if len(c.Names) > 0 {
		return result, c.replaceListed(t, old, &result)
	}
	if old == "" {
		return result, registry.ErrMissing.On("domains", "")
	}
	list, err := listOwnDomainsUsingHost(t, old, c.After)
	if err != nil {
		return result, err
	}
	if len(list) == 0 && c.After == "" {
		return result, registry.ErrNoHost.On("ns", string(old))
	}
	for _, d := range list {
		if err := result.tryUpdate(d.Name, c.updateOf(d, old), t); err != nil {
			return result, err
		}
	}
	if len(list) == replaceBatch {
		result.Next = list[len(list)-1].Name
	}
	return result, nil
}

// replaceListed runs the replacement on the domains in c.Names.
func (c ReplaceHost) replaceListed(t *command.Tx, old name.Name, result *ReplaceResult) error {
	if len(c.Names) > MaxBatchNames {
		return registry.ErrRange.On("domains", fmt.Sprintf("at most %d", MaxBatchNames))
	}
	if old != "" {
		list, err := listOwnDomainsUsingHost(t, old, "")
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return registry.ErrNoHost.On("ns", string(old))
		}
	}
	names, err := normalizeNames(t, c.Names)
	if err != nil {
		return err
	}
	for _, text := range names {
		d, _, err := LoadOwnDomain(t, text)
		_, refused := errors.AsType[*registry.Fault](err)
		switch {
		case refused, err == nil && old != "" && !slices.ContainsFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == old }):
			result.Skipped = append(result.Skipped, name.Name(text).Unicode())
		case err != nil:
			return err
		default:
			if err := result.tryUpdate(d.Name, c.updateOf(d, old), t); err != nil {
				return err
			}
		}
	}
	return nil
}

// listOwnDomainsUsingHost returns a batch of the actor's domains after a name that
// are delegated to host.
func listOwnDomainsUsingHost(t *command.Tx, host, after name.Name) ([]registry.Domain, error) {
	return t.Store.Domains().List(t.Snapshot.LimitToOwn(store.DomainQuery{Host: host, After: after, Limit: replaceBatch}))
}

// updateOf returns the update of d that makes the replacement.
func (c ReplaceHost) updateOf(d registry.Domain, old name.Name) UpdateDomain {
	if old == "" {
		return UpdateDomain{Name: string(d.Name), AddNS: []NS{c.New}}
	}
	var servers []NS
	for _, ns := range d.Nameservers {
		server := NS{Host: string(ns.Host)}
		for _, a := range ns.Addrs {
			server.Addrs = append(server.Addrs, a.String())
		}
		if ns.Host == old {
			server = c.New
		}
		servers = append(servers, server)
	}
	return UpdateDomain{Name: string(d.Name), Nameservers: &servers}
}
