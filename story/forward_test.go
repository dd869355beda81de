package story_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// TestVisitorsAreForwarded sets forwards by Freenom's API and visits the domains.
func TestVisitorsAreForwarded(t *testing.T) { story.Run(t, "testdata/forward", newForwardFixture) }

// newForwardFixture returns Freenom's storefront with alice and bob, whose credentials
// are the placeholders alice and bob, and one more verb: "visit URL [METHOD]" sends a
// request to the forwarder over TCP, once its view has every change.
func newForwardFixture(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, tk.Policy("tk", tk.DefaultPrices()))
	w.AddRegistrar("freenom")
	for _, who := range []string{"alice", "bob"} {
		u := w.AddAccount("freenom", who, 2_000_00)
		w.Vars[who] = url.Values{"email": {u.Login}, "password": {w.Vars[who+".password"]}}.Encode()
	}
	s := serve(t, w)
	w.Verbs = map[string]story.Verb{
		"visit": func(_ *story.State, args string) (string, error) {
			if err := s.Environments[environment].AwaitViews(t.Context()); err != nil {
				return "", err
			}
			to, method, _ := strings.Cut(args, " ")
			return visit(s.Addr(environment, "forward"), to, method)
		},
	}
	return w
}

// visit returns the status, the Location and some other headers, and the body.
func visit(address, to, method string) (string, error) {
	u, err := url.Parse(to)
	if err != nil {
		return "", err
	}
	host := u.Host
	u.Host = address
	req, err := http.NewRequest(method, u.String(), nil)
	if err != nil {
		return "", err
	}
	req.Host = host
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	lines := []string{fmt.Sprintf("< %d", res.StatusCode)}
	for _, name := range []string{"Location", "Content-Type", "Cache-Control"} {
		if v := res.Header.Get(name); v != "" {
			lines = append(lines, name+": "+v)
		}
	}
	body := slices.DeleteFunc(strings.Split(string(page), "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
	return strings.Join(append(lines, body...), "\n"), nil
}
