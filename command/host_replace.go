package command

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReplaceHost puts a name server in the place of another, on a portion of the
// actor's names that are delegated to that, or on those given; without Old it
// is added to those. Names that may not be changed, or not so, and given names
// that are not delegated to Old, are skipped. ErrNoHost: no name of the actor's
// is delegated to Old.
type ReplaceHost struct {
	Old   string
	New   NS
	Names []string // nil: all that have Old; at most 1000
	After name.Name
}

func (c ReplaceHost) Run(t *Tx) (Replaced, error) {
	var done Replaced
	if _, err := addresses(c.New.Addrs); err != nil {
		return done, err
	}
	if n, err := name.Parse(c.New.Host); err != nil || n.Depth() < 2 {
		return done, registry.ErrNameSyntax.On("ns", clip(c.New.Host))
	}
	var old name.Name
	if c.Old != "" {
		n, err := name.Parse(c.Old)
		if err != nil {
			return done, registry.ErrNoHost.On("ns", clip(c.Old))
		}
		old = n
	}
	if len(c.Names) > 0 {
		return done, c.listed(t, old, &done)
	}
	if old == "" {
		return done, registry.ErrMissing.On("domains", "")
	}
	list, err := t.delegated(old, c.After)
	if err != nil {
		return done, err
	}
	if len(list) == 0 && c.After == "" {
		return done, registry.ErrNoHost.On("ns", string(old))
	}
	for _, d := range list {
		if err := done.count(d.Name, c.on(d, old), t); err != nil {
			return done, err
		}
	}
	if len(list) == replacePortion {
		done.Next = list[len(list)-1].Name
	}
	return done, nil
}

// listed does what ReplaceHost does on the names that were given.
func (c ReplaceHost) listed(t *Tx, old name.Name, done *Replaced) error {
	if len(c.Names) > maxTogether {
		return registry.ErrRange.On("domains", fmt.Sprintf("at most %d", maxTogether))
	}
	if old != "" {
		list, err := t.delegated(old, "")
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return registry.ErrNoHost.On("ns", string(old))
		}
	}
	names, err := t.distinct(c.Names)
	if err != nil {
		return err
	}
	for _, text := range names {
		d, _, err := t.own(text)
		_, refused := errors.AsType[*registry.Fault](err)
		switch {
		case refused, err == nil && old != "" && !slices.ContainsFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == old }):
			done.Skipped = append(done.Skipped, name.Name(text).Unicode())
		case err != nil:
			return err
		default:
			if err := done.count(d.Name, c.on(d, old), t); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Tx) delegated(host, after name.Name) ([]registry.Domain, error) {
	return t.st.Domains().List(t.Snapshot.own(store.DomainQuery{Host: host, After: after, Limit: replacePortion}))
}

// on returns the update that the replacement is to d.
func (c ReplaceHost) on(d registry.Domain, old name.Name) UpdateDomain {
	if old == "" {
		return UpdateDomain{Name: string(d.Name), AddNS: []NS{c.New}}
	}
	var after []NS
	for _, ns := range d.Nameservers {
		one := NS{Host: string(ns.Host)}
		for _, a := range ns.Addrs {
			one.Addrs = append(one.Addrs, a.String())
		}
		if ns.Host == old {
			one = c.New
		}
		after = append(after, one)
	}
	return UpdateDomain{Name: string(d.Name), Nameservers: &after}
}
