package view

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// What a search cannot be asked.
var (
	// ErrPattern reports a pattern that would find too much, or of a kind that
	// is not searched for.
	ErrPattern = errors.New("a pattern is letters, digits and hyphens, at least three of them before one asterisk that ends a label")
	// ErrTooMany reports a pattern for which a search would go through too much.
	ErrTooMany = errors.New("too much would have to be gone through; give more of the name")
)

const (
	leastPrefix = 3
	mostServers = 20  // whose names one search puts together
	mostPages   = 20  // that a search reads for one page of its own
	mostPattern = 253 // octets
)

// A Pattern is what a search asks of a name: the name itself, or with one
// asterisk at the end of a label, names that go on there (RFC 9082 section
// 4.1).
type Pattern struct {
	exact name.Name
	store.Pattern
}

// ParsePattern reads a pattern. Its error is ErrPattern, or of a text without
// an asterisk ErrNameSyntax.
func ParsePattern(text string) (Pattern, error) {
	if len(text) > mostPattern {
		return Pattern{}, ErrPattern
	}
	prefix, suffix, starred := strings.Cut(strings.ToLower(strings.TrimSuffix(text, ".")), "*")
	if !starred {
		n, err := name.Parse(text)
		if err != nil {
			return Pattern{}, registry.ErrNameSyntax.On("name", text)
		}
		return Pattern{exact: n}, nil
	}
	plain := func(s string) bool {
		return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" && !strings.Contains(s, "..")
	}
	if len(prefix) < leastPrefix || prefix[0] == '.' || !plain(prefix) || !plain(suffix) || suffix != "" && (suffix[0] != '.' || len(suffix) == 1) {
		return Pattern{}, ErrPattern
	}
	return Pattern{Pattern: store.Pattern{Prefix: prefix, Suffix: suffix}}, nil
}

// A Query is what is searched for: one of its fields.
type Query struct {
	Name   *Pattern   // of the name itself
	Server *Pattern   // of a name server that it is delegated to
	Addr   netip.Addr // of such a server; for FindHosts, of the server itself
}

// A source returns values in name order, after a name, at most limit.
type source[V any] func(after name.Name, limit int) ([]V, error)

// FindDomains returns names that q picks, in name order after one, at most
// limit, and the name after which there may be more; "" when there is none.
func (l Lookup) FindDomains(ctx context.Context, q Query, after name.Name, limit int) (found []Domain, next name.Name, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		sources, err := l.domainSources(tx, q)
		if err != nil {
			return err
		}
		now := l.Now()
		found, next, err = page(sources, func(d registry.Domain) name.Name { return d.Name }, func(d registry.Domain) (Domain, bool, error) {
			return l.domain(tx, d, now)
		}, after, limit)
		return err
	})
	return found, next, tooMany(err)
}

// tooMany is err, with the store's word for it in ours.
func tooMany(err error) error {
	if errors.Is(err, store.ErrBroad) {
		return ErrTooMany
	}
	return err
}

func (l Lookup) domainSources(tx store.Tx, q Query) ([]source[registry.Domain], error) {
	var servers []name.Name
	var sources []source[registry.Domain]
	switch {
	case q.Name != nil && q.Name.exact != "":
		return []source[registry.Domain]{single(q.Name.exact, tx.Domains().Get)}, nil
	case q.Name != nil:
		return []source[registry.Domain]{func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Search().Domains(q.Name.Pattern, after, limit)
		}}, nil
	case q.Server != nil && q.Server.exact != "":
		servers = []name.Name{q.Server.exact}
	case q.Server != nil:
		all, err := tx.Search().Servers(q.Server.Pattern, "", mostServers+1)
		if err != nil {
			return nil, err
		}
		if servers = all; len(all) > mostServers {
			return nil, ErrTooMany
		}
	default:
		hosts, err := tx.Search().HostsAt(q.Addr, "", mostServers+1)
		if err != nil {
			return nil, err
		}
		if len(hosts) > mostServers {
			return nil, ErrTooMany
		}
		for _, h := range hosts {
			servers = append(servers, h.Name)
		}
		sources = append(sources, func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Search().DomainsAt(q.Addr, after, limit)
		})
	}
	for _, n := range servers {
		sources = append(sources, func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Domains().List(store.DomainQuery{Host: n, After: after, Limit: limit})
		})
	}
	return sources, nil
}

// FindHosts returns name servers that q picks, by Name or by Addr, as
// FindDomains does.
func (l Lookup) FindHosts(ctx context.Context, q Query, after name.Name, limit int) (found []Host, next name.Name, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		now := l.Now()
		var sources []source[name.Name]
		switch {
		case q.Name != nil && q.Name.exact != "":
			sources = append(sources, single(q.Name.exact, func(n name.Name) (name.Name, error) { return n, nil }))
		case q.Name != nil:
			sources = append(sources,
				func(after name.Name, limit int) ([]name.Name, error) {
					hosts, err := tx.Search().Hosts(q.Name.Pattern, after, limit)
					return namesOf(hosts), err
				},
				func(after name.Name, limit int) ([]name.Name, error) {
					return tx.Search().Servers(q.Name.Pattern, after, limit)
				})
		default:
			sources = append(sources,
				func(after name.Name, limit int) ([]name.Name, error) {
					hosts, err := tx.Search().HostsAt(q.Addr, after, limit)
					return namesOf(hosts), err
				},
				func(after name.Name, limit int) ([]name.Name, error) { return attributesAt(tx, q.Addr, after) })
		}
		found, next, err = page(sources, func(n name.Name) name.Name { return n }, func(n name.Name) (Host, bool, error) {
			return l.host(tx, n, now)
		}, after, limit)
		return err
	})
	return found, next, tooMany(err)
}

// attributesAt returns the servers to which domains give an address
// themselves, as far as the first few of these domains know.
func attributesAt(tx store.Tx, a netip.Addr, after name.Name) (servers []name.Name, err error) {
	const few = 200
	domains, err := tx.Search().DomainsAt(a, "", few)
	for _, d := range domains {
		for _, ns := range d.Nameservers {
			if slices.Contains(ns.Addrs, a) && ns.Host > after && !slices.Contains(servers, ns.Host) {
				servers = append(servers, ns.Host)
			}
		}
	}
	slices.Sort(servers)
	return servers, err
}

func namesOf(hosts []registry.Host) (names []name.Name) {
	for _, h := range hosts {
		names = append(names, h.Name)
	}
	return names
}

// single is a source of the one value at n, if there is one.
func single[V any](n name.Name, get func(name.Name) (V, error)) source[V] {
	return func(after name.Name, _ int) ([]V, error) {
		if after >= n {
			return nil, nil
		}
		v, err := get(n)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		return []V{v}, err
	}
}

// page puts sources together until there are limit values that show makes
// something of, or it has read enough: then there may be more after next.
func page[V, W any](sources []source[V], nameOf func(V) name.Name, show func(V) (W, bool, error), after name.Name, limit int) (found []W, next name.Name, err error) {
	for range mostPages {
		var batch []V
		more := false
		for _, s := range sources {
			part, err := s(after, limit+1)
			if err != nil {
				return nil, "", err
			}
			more = more || len(part) > limit
			batch = append(batch, part...)
		}
		slices.SortFunc(batch, func(a, b V) int { return cmp.Compare(nameOf(a), nameOf(b)) })
		batch = slices.CompactFunc(batch, func(a, b V) bool { return nameOf(a) == nameOf(b) })
		if len(batch) > limit { // what is beyond may not be in order: a source may have more before it
			batch, more = batch[:limit], true
		}
		for _, v := range batch {
			if len(found) == limit {
				return found, after, nil
			}
			after = nameOf(v)
			w, ok, err := show(v)
			if err != nil {
				return nil, "", err
			}
			if ok {
				found = append(found, w)
			}
		}
		if !more {
			return found, "", nil
		}
	}
	return found, after, nil
}
