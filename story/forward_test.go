package story_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/forward"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view/zone"
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
	w.Handler = rest.Handler(&freenom.Dialect, w.Runner)

	forwards := &zone.ForwardCache{Store: w.Store, Policies: w.Policies, Now: w.Now}
	follower := follow(t, w.Store, forwards)
	s := httptest.NewServer(&forward.Handler{Lookup: forwards.Forward, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(s.Close)
	w.Verbs = map[string]story.Verb{
		"visit": func(_ *story.State, args string) (string, error) {
			if err := waitFollower(w.Store, follower); err != nil {
				return "", err
			}
			to, method, _ := strings.Cut(args, " ")
			return visit(s.Listener.Addr().String(), to, method)
		},
	}
	return w
}

// waitFollower waits until f has every committed change.
func waitFollower(st store.Store, f *zone.Follower) error {
	var last uint64
	err := st.View(context.Background(), func(tx store.Tx) (err error) {
		last, err = tx.LastSeq()
		return err
	})
	if err != nil {
		return err
	}
	return f.Wait(context.Background(), last)
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
