package rdap

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// FuzzRead parses any URL: the result is a query or an error that has a response.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"domain/a.example", "domain/caf%C3%A9.example", "domain/%00", "entity/a%2Fb", "nameserver/", "help", "domains?name=abc*&count=true",
		"domains?nsIp=2001:db8::1&cursor=YS5leGFtcGxl", "nameservers?ip=::ffff:192.0.2.1", "domains?name=*", "?", "//", "domains?%zz", "ip/192.0.2.1",
	} {
		f.Add(seed)
	}
	server := &Server{Path: "/rdap"}
	f.Fuzz(func(t *testing.T, rest string) {
		u, err := url.Parse("http://a.example/rdap/" + rest)
		if err != nil {
			return
		}
		q, err := server.read(&http.Request{Method: "GET", URL: u, Host: "a.example"})
		var refused refusal
		var fault *registry.Fault
		switch {
		case err == nil && q.kind != "help" && q.name == "" && q.handle == "" && q.search == (lookup.SearchQuery{}):
			t.Errorf("%q has an empty query: %+v", rest, q)
		case err == nil, errors.As(err, &refused) && refused.status >= 400, errors.As(err, &fault), errors.Is(err, lookup.ErrPattern):
		default:
			t.Errorf("%q: %v", rest, err)
		}
	})
}
