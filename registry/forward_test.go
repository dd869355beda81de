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

func TestAForwardLeadsElsewhere(t *testing.T) {
	for forward, want := range map[string]bool{
		"": true, "http://b.example/": true, "https://www.b.example": true, "http://shop.xn--tst-qla.example/": true, "http://192.0.2.1/": true,
		"http://[2001:db8::1]:81/": true, "http://xn--tst-qla.example.net/": true, "http://a_b.example/": true, "http://wwwxn--tst-qla.example/": true,
		"http://xn--tst-qla.example/": false, "https://xn--tst-qla.example": false, "HTTP://XN--TST-QLA.EXAMPLE/a?b": false,
		"http://www.xn--tst-qla.example/": false, "http://täst.example/": false, "http://WWW.TÄST.EXAMPLE:8080/": false, "http://täst。example": false,
		"http://xn--tst-qla.example./": false, "http://xn--tst-qla.example:80/": false, "http://t%C3%A4st.example/": false, "http://ｗｗｗ.täst.example/": false,
		"http://a..b/": false, "http://a@b.example/": false, "ftp://b.example/": false, "http://b.example:0/": false, "//b.example": false, "http://a b/": false,
	} {
		if err := (Forward{URL: forward}).CheckFor("xn--tst-qla.example"); (err == nil) != want {
			t.Errorf("%s: %v, want %t", forward, err, want)
		}
	}
}

func TestURIIsASCII(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "https://a.example/": "https://a.example/", "www.exämple.example/é": "www.xn--exmple-cua.example/%C3%A9",
		"https://EXÄMPLE.example:81/?q=50%&r=%zz%41": "https://xn--exmple-cua.example:81/?q=50%25&r=%25zz%41",
		"https://a.example/#é\"":                     "https://a.example/#%C3%A9%22", "http://[": "http://[", "HTTPS://A.example/": "HTTPS://A.example/", "\xff": "%FF",
	} {
		if got := URI(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzURI checks that a URL leaves in ASCII, whatever it is.
func FuzzURI(f *testing.F) {
	for _, s := range []string{"https://exämple.example/a?y=é", "http://[::1]:80/%", "www.a.example", "//\xff", "http://a/#%#", "mailto:a@b", "?"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		uri := URI(s)
		for i := range len(uri) {
			if uri[i] <= ' ' || uri[i] >= 0x7f {
				t.Fatalf("%q leaves as %q", s, uri)
			}
		}
	})
}

func mustParseURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
