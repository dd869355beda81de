package rdap

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
)

// finder returns a page of the results of a query, like the methods of lookup.Reader.
type finder[Q, V any] func(ctx context.Context, q Q, after name.Name, limit int) ([]V, name.Name, error)

func (s *Server) findDomains(w http.ResponseWriter, req *http.Request, q query, enc encoder) {
	o := domains{Results: []domain{}}
	page, next, err := s.Lookup.FindDomains(req.Context(), q.search, q.after, pageSize)
	for _, d := range page {
		o.Results = append(o.Results, enc.domain(d, false))
	}
	o.top = enc.top("paging", "sorting")
	o.searchMetadata = enc.searchMeta("$.domainSearchResults[*].ldhName", len(page), next, req.URL)
	if err == nil && q.count {
		o.Paging.Total, err = total(req.Context(), s.Lookup.FindDomains, q.search)
	}
	if err != nil {
		s.fail(w, req, enc, err)
		return
	}
	s.send(w, req, marshal(o))
}

func (s *Server) findNameservers(w http.ResponseWriter, req *http.Request, q query, enc encoder) {
	o := nameservers{Results: []nameserver{}}
	page, next, err := s.Lookup.FindHosts(req.Context(), q.search, q.after, pageSize)
	for _, h := range page {
		o.Results = append(o.Results, enc.nameserver(h, false))
	}
	o.top = enc.top("paging", "sorting")
	o.searchMetadata = enc.searchMeta("$.nameserverSearchResults[*].ldhName", len(page), next, req.URL)
	if err == nil && q.count {
		o.Paging.Total, err = total(req.Context(), s.Lookup.FindHosts, q.search)
	}
	if err != nil {
		s.fail(w, req, enc, err)
		return
	}
	s.send(w, req, marshal(o))
}

// searchMeta returns the paging and sorting metadata (RFC 8977 sections 2.3 and
// 2.4), with a link to the next page if there is one.
func (enc encoder) searchMeta(path string, size int, next name.Name, requested *url.URL) searchMetadata {
	o := searchMetadata{
		Paging:  paging{Size: size},
		Sorting: sorting{Current: "name", Available: []sort{{"name", path, true}}},
	}
	if next != "" {
		values := requested.Query()
		values.Set("cursor", cursor(next))
		values.Del("count")
		u := enc.base + strings.TrimPrefix(requested.Path, enc.Path) + "?" + values.Encode()
		o.Paging.Links = []link{enc.link("next", u, mediaType)}
	}
	return o
}

// maxCount is the maximum number of results that are counted; if there are more,
// the response has no total.
const maxCount = 1000

// total counts the results of a query; nil if there are more than maxCount.
func total[Q, V any](ctx context.Context, find finder[Q, V], q Q) (*int, error) {
	n, after := 0, name.Name("")
	for n <= maxCount {
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
