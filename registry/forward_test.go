package registry

import (
	"net/url"
	"testing"
)

func TestLocationIsAURI(t *testing.T) {
	for _, c := range []struct{ forward, requested, want string }{
		{"https://b.example", "/", "https://b.example"},
		{"http://b.example:8080/base/?x=1#part", "/p?y=2", "http://b.example:8080/base/p?x=1&y=2#part"},
		{"https://exämple.example:8443/a?y=é", "/", "https://xn--exmple-cua.example:8443/a?y=%C3%A9"},
		{"https://b.example/ä b", "/%2e%2e/a%2Fb", "https://b.example/%C3%A4%20b/%2e%2e/a%2Fb"},
		{"https://192.0.2.1/", "/", "https://192.0.2.1/"},
		{"https://[2001:db8::1]:80/", "/x", "https://[2001:db8::1]:80/x"},
		{"https://a_b.example/", "/", "https://a_b.example/"},
	} {
		got, err := Forward{URL: c.forward}.Location(mustParseURL(t, c.requested))
		if err != nil || got != c.want {
			t.Errorf("%s of %s: %s, %v; want %s", c.requested, c.forward, got, err, c.want)
		}
	}
	// A visitor's query comes as the client sent it.
	got, err := Forward{URL: "https://b.example/"}.Location(&url.URL{Path: "/", RawQuery: "q=\"<é\r\n>"})
	if want := "https://b.example/?q=%22%3C%C3%A9%0D%0A%3E"; err != nil || got != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func mustParseURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
