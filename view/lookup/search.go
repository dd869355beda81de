package lookup

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

// Errors of a search. Their texts are shown to clients.
var (
	// ErrPattern reports a pattern that is too short or not supported.
	ErrPattern = errors.New("a pattern is letters, digits and hyphens, at least three of them before one asterisk that ends a label")
	// ErrTooBroad reports a search that would have to read too many rows.
	ErrTooBroad = errors.New("too much would have to be gone through; give more of the name")
)

const (
	minPrefix     = 3   // characters before the asterisk
	maxServers    = 20  // name servers whose domains one search merges
	maxPages      = 20  // batches that a search reads for one page of results
	maxPatternLen = 253 // octets
)

// A Pattern matches one name, or with one asterisk at the end of a label, names
// with a prefix (RFC 9082 section 4.1).
type Pattern struct {
	exact name.Name
	store.Pattern
}

// ParsePattern parses a pattern; a text without an asterisk by parse, which is
// name.ParseLookup or name.ParseReference. Its error is ErrPattern, or for a text without
// an asterisk registry.ErrNameSyntax.
func ParsePattern(parse func(string) (name.Name, error), text string) (Pattern, error) {
	if len(text) > maxPatternLen {
		return Pattern{}, ErrPattern
	}
	prefix, suffix, starred := strings.Cut(strings.ToLower(strings.TrimSuffix(text, ".")), "*")
	if !starred {
		n, err := parse(text)
		if err != nil {
			return Pattern{}, registry.ErrNameSyntax.On("name", text)
		}
		return Pattern{exact: n}, nil
	}
	valid := func(s string) bool {
		return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" && !strings.Contains(s, "..")
	}
	if len(prefix) < minPrefix || prefix[0] == '.' || !valid(prefix) || !valid(suffix) || suffix != "" && (suffix[0] != '.' || len(suffix) == 1) {
		return Pattern{}, ErrPattern
	}
	return Pattern{Pattern: store.Pattern{Prefix: prefix, Suffix: suffix}}, nil
}

// A SearchQuery has one condition: exactly one field is set.
type SearchQuery struct {
	Name       *Pattern   // on the object's own name
	Nameserver *Pattern   // on the name of one of a domain's name servers
	Addr       netip.Addr // of one of a domain's name servers; for FindHosts, of the host
}

// A lister returns at most limit values with names greater than after, in name
// order.
type lister[V any] func(after name.Name, limit int) ([]V, error)

// FindDomains returns at most limit domains that match q and have names greater
// than after, in name order. Next is the name to continue after; "": there are
// no more.
func (l Reader) FindDomains(ctx context.Context, q SearchQuery, after name.Name, limit int) (found []Domain, next name.Name, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		sources, err := l.domainListers(tx, q)
		if err != nil {
			return err
		}
		now := l.Now()
		found, next, err = paginate(sources, func(d registry.Domain) name.Name { return d.Name }, func(d registry.Domain) (Domain, bool, error) {
			return l.domain(tx, d, now)
		}, after, limit)
		return err
	})
	return found, next, mapError(err)
}

// mapError maps store.ErrTooBroad to ErrTooBroad.
func mapError(err error) error {
	if errors.Is(err, store.ErrTooBroad) {
		return ErrTooBroad
	}
	return err
}

// domainListers returns the listers whose merged results match q.
func (l Reader) domainListers(tx store.Tx, q SearchQuery) ([]lister[registry.Domain], error) {
	var servers []name.Name
	var sources []lister[registry.Domain]
	switch {
	case q.Name != nil && q.Name.exact != "":
		return []lister[registry.Domain]{singleLister(q.Name.exact, tx.Domains().Get)}, nil
	case q.Name != nil:
		return []lister[registry.Domain]{func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Search().Domains(q.Name.Pattern, after, limit)
		}}, nil
	case q.Nameserver != nil && q.Nameserver.exact != "":
		servers = []name.Name{q.Nameserver.exact}
	case q.Nameserver != nil:
		all, err := tx.Search().Nameservers(q.Nameserver.Pattern, "", maxServers+1)
		if err != nil {
			return nil, err
		}
		if servers = all; len(all) > maxServers {
			return nil, ErrTooBroad
		}
	default:
		hosts, err := tx.Search().HostsByAddr(q.Addr, "", maxServers+1)
		if err != nil {
			return nil, err
		}
		if len(hosts) > maxServers {
			return nil, ErrTooBroad
		}
		for _, h := range hosts {
			servers = append(servers, h.Name)
		}
		sources = append(sources, func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Search().DomainsByAddr(q.Addr, after, limit)
		})
	}
	for _, n := range servers {
		sources = append(sources, func(after name.Name, limit int) ([]registry.Domain, error) {
			return tx.Domains().List(store.DomainQuery{Host: n, After: after, Limit: limit})
		})
	}
	return sources, nil
}

// FindHosts is FindDomains for name servers, by Name or Addr.
func (l Reader) FindHosts(ctx context.Context, q SearchQuery, after name.Name, limit int) (found []Host, next name.Name, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		now := l.Now()
		var sources []lister[name.Name]
		switch {
		case q.Name != nil && q.Name.exact != "":
			sources = append(sources, singleLister(q.Name.exact, func(n name.Name) (name.Name, error) { return n, nil }))
		case q.Name != nil:
			sources = append(sources,
				func(after name.Name, limit int) ([]name.Name, error) {
					hosts, err := tx.Search().Hosts(q.Name.Pattern, after, limit)
					return namesOf(hosts), err
				},
				func(after name.Name, limit int) ([]name.Name, error) {
					return tx.Search().Nameservers(q.Name.Pattern, after, limit)
				})
		default:
			sources = append(sources,
				func(after name.Name, limit int) ([]name.Name, error) {
					hosts, err := tx.Search().HostsByAddr(q.Addr, after, limit)
					return namesOf(hosts), err
				},
				func(after name.Name, limit int) ([]name.Name, error) { return nameserversByAddr(tx, q.Addr, after) })
		}
		found, next, err = paginate(sources, func(n name.Name) name.Name { return n }, func(n name.Name) (Host, bool, error) {
			return l.host(tx, n, now)
		}, after, limit)
		return err
	})
	return found, next, mapError(err)
}

// nameserversByAddr returns the name servers with host attribute a, taken from the
// first 200 domains that have it.
func nameserversByAddr(tx store.Tx, a netip.Addr, after name.Name) (servers []name.Name, err error) {
	const maxDomains = 200
	domains, err := tx.Search().DomainsByAddr(a, "", maxDomains)
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

// singleLister returns a lister of the value of n, if it exists.
func singleLister[V any](n name.Name, get func(name.Name) (V, error)) lister[V] {
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

// paginate merges sources and converts their values with convert, which returns
// false for values to skip, until there are limit results or maxPages batches
// were read. Next is the name to continue after; "": there are no more.
func paginate[V, W any](sources []lister[V], nameOf func(V) name.Name, convert func(V) (W, bool, error), after name.Name, limit int) (found []W, next name.Name, err error) {
	for range maxPages {
		var batch []V
		more := false
		for _, s := range sources {
			values, err := s(after, limit+1)
			if err != nil {
				return nil, "", err
			}
			more = more || len(values) > limit
			batch = append(batch, values...)
		}
		slices.SortFunc(batch, func(a, b V) int { return cmp.Compare(nameOf(a), nameOf(b)) })
		batch = slices.CompactFunc(batch, func(a, b V) bool { return nameOf(a) == nameOf(b) })
		if len(batch) > limit { // beyond limit another source may have names in between
			batch, more = batch[:limit], true
		}
		for _, v := range batch {
			if len(found) == limit {
				return found, after, nil
			}
			after = nameOf(v)
			w, ok, err := convert(v)
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
