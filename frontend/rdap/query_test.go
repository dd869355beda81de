package rdap

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// FuzzRead parses any URL: the result is a query or an error that has a response.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"domain/a.example", "domain/caf%C3%A9.example", "domain/%00", "entity/a%2Fb", "nameserver/", "help", "domains?name=abc*&count=true",
		"domains?nsIp=2001:db8::1&cursor=YS5leGFtcGxl", "nameservers?ip=::ffff:192.0.2.1", "domains?name=*", "?", "//",
		"domains/reverse_search/entity?fn=A&email=a@c.example&role=registrant&cursor=YS5leGFtcGxl", "domains/reverse_search/entity?handle=9-CAD", "domains?%zz", "ip/192.0.2.1",
	} {
		f.Add(seed)
	}
	server := &Server{Path: "/rdap", ReverseSearch: []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}}
	f.Fuzz(func(t *testing.T, rest string) {
		u, err := url.Parse("http://a.example/rdap/" + rest)
		if err != nil {
			return
		}
		q, err := server.read(&http.Request{Method: "GET", URL: u, Host: "a.example", RemoteAddr: "192.0.2.1:1"})
		if again, err := url.Parse("http://a.example/rdap/domains?name=abc*&cursor=" + cursor(q.after)); q.after != "" {
			var same query
			if err == nil {
				same, err = server.read(&http.Request{Method: "GET", URL: again})
			}
			if same.after != q.after || err != nil {
				t.Errorf("the cursor of %q is read as %q, %v", q.after, same.after, err)
			}
		}
		var refused refusal
		var fault *registry.Fault
		switch {
		case err == nil && q.kind != "help" && q.name == "" && q.handle == "" && q.search == (lookup.SearchQuery{}) && q.reverse == (lookup.ReverseQuery{}):
			t.Errorf("%q has an empty query: %+v", rest, q)
		case err == nil, errors.As(err, &refused) && refused.status >= 400, errors.As(err, &fault), errors.Is(err, lookup.ErrPattern):
		default:
			t.Errorf("%q: %v", rest, err)
		}
	})
}
