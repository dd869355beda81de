package rdap

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A finder returns a page of what a query picks, as view.Lookup does.
type finder[V any] func(ctx context.Context, q view.Query, after name.Name, limit int) ([]V, name.Name, error)

func (f *Face) findDomains(w http.ResponseWriter, req *http.Request, q query, t teller) {
	o := domains{Results: []domain{}}
	page, next, err := f.Lookup.FindDomains(req.Context(), q.search, q.after, pageSize)
	profile := false
	for _, d := range page {
		one := t.domain(d, false)
		one.Redacted = redactions(d, one.Entities) // its paths begin at the object (RFC 9537 section 4.2)
		profile = profile || d.Policy.Public.Profile
		o.Results = append(o.Results, one)
	}
	o.top = t.results(profile)
	o.found = t.paged("$.domainSearchResults[*].ldhName", len(page), next, req.URL)
	if err == nil && q.count {
		o.Paging.Total, err = total(req.Context(), f.Lookup.FindDomains, q.search)
	}
	if err != nil {
		f.fail(w, req, err)
		return
	}
	f.tell(w, req, marshal(o))
}

func (f *Face) findNameservers(w http.ResponseWriter, req *http.Request, q query, t teller) {
	o := nameservers{Results: []nameserver{}}
	page, next, err := f.Lookup.FindHosts(req.Context(), q.search, q.after, pageSize)
	for _, h := range page {
		o.Results = append(o.Results, t.nameserver(h, false))
	}
	o.top = t.results(false)
	o.found = t.paged("$.nameserverSearchResults[*].ldhName", len(page), next, req.URL)
	if err == nil && q.count {
		o.Paging.Total, err = total(req.Context(), f.Lookup.FindHosts, q.search)
	}
	if err != nil {
		f.fail(w, req, err)
		return
	}
	f.tell(w, req, marshal(o))
}

func (t teller) results(profile bool) top {
	return top{Conformance: conformance(profile, "paging", "sorting"), Lang: "en", Notices: t.notices(profile)}
}

// paged tells how to go on (RFC 8977 sections 2.3 and 2.4).
func (t teller) paged(path string, size int, next name.Name, asked *url.URL) found {
	o := found{
		Paging:  paging{Size: size},
		Sorting: sorting{Current: "name", Available: []sort{{"name", path, true}}},
	}
	if next != "" {
		values := asked.Query()
		values.Set("cursor", cursor(next))
		values.Del("count")
		u := t.base + strings.TrimPrefix(asked.Path, t.Path) + "?" + values.Encode()
		o.Paging.Links = []link{t.link("next", u, mediaType)}
	}
	return o
}

// most is how many results are counted: beyond it there is no total.
const most = 1000

// total counts what a query picks; nil: more than most.
func total[V any](ctx context.Context, find finder[V], q view.Query) (*int, error) {
	n, after := 0, name.Name("")
	for n <= most {
		page, next, err := find(ctx, q, after, 200)
		if err != nil {
			return nil, err
		}
		if n, after = n+len(page), next; after == "" {
			return &n, nil
		}
	}
	return nil, nil
}
