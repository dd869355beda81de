package freenom_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

func balanceOf(w *story.Fixture, account registry.AccountID) int64 {
	balance, err := command.Ask(context.Background(), w.Runner, registry.Actor{Registrar: "freenom", Account: account}, ledger.BalanceInfo{})
	if err != nil {
		panic(err)
	}
	return balance.Available
}

// TestEveryFaultHasARefusal prints the dialect's response to each fault of the
// registry, and to faults on each field.
func TestEveryFaultHasARefusal(t *testing.T) {
	var table strings.Builder
	row := func(where string, r rest.Refusal) {
		fmt.Fprintf(&table, "%-34s %d  %s\n", where, r.Status, r.Text)
		if r.Text == "" || r.Status != 200 {
			t.Errorf("%s: %+v", where, r)
		}
	}
	for _, f := range registry.Faults() {
		row(f.Reason, freenom.Dialect.Refusal(nil, f.On("field", "value")))
	}
	fmt.Fprintln(&table, "\n# parts of a request")
	for _, field := range []string{
		"name", "plan", "period", "forward", "ns", "registrant", "billing", "tech", "admin", "host", "addr", "contact", "id",
		"org", "title", "first", "middle", "last", "street", "city", "pc", "sp", "cc", "voice", "fax", "email",
	} {
		row(field, freenom.Dialect.Refusal(nil, registry.ErrSyntax.On(field, "value")))
	}
	fmt.Fprintln(&table, "\n# where a field has words of its own")
	for _, key := range slices.Sorted(maps.Keys(freenom.Dialect.Refusals)) {
		if reason, field, ok := strings.Cut(key, ":"); ok {
			row(key, freenom.Dialect.Refusal(nil, (&registry.Fault{Reason: reason}).On(field, "value")))
		}
	}
	for i := range freenom.Dialect.Routes {
		r := &freenom.Dialect.Routes[i]
		for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
			reason, field, _ := strings.Cut(key, ":")
			row(r.Path()+" "+key, freenom.Dialect.Refusal(r, (&registry.Fault{Reason: reason}).On(field, "value")))
		}
	}
	story.Golden(t, "testdata/faults.golden", table.String())
}

// TestOpenAPIIsComplete checks that every function is described, with examples of
// request and response, in JSON and XML.
func TestOpenAPIIsComplete(t *testing.T) {
	if n := len(freenom.Dialect.Routes); n != 22 {
		t.Errorf("%d functions", n)
	}
	for i := range freenom.Dialect.Routes {
		r := &freenom.Dialect.Routes[i]
		switch {
		case r.Summary == "", r.Description == "", r.Tag == "", r.Response == nil:
			t.Errorf("%s: summary, description, tag or response is missing", r.Pattern)
			continue
		case !strings.HasPrefix(r.Pattern, "GET ") && r.Request == nil:
			t.Errorf("%s: no example of a request", r.Pattern)
		}
		text, err := freenom.Dialect.Produces[1].Render(r.Response)
		if err != nil {
			t.Errorf("%s: %v", r.Pattern, err)
		}
		if err := wellFormed(text); err != nil {
			t.Errorf("%s: %v\n%s", r.Pattern, err, text)
		}
	}
	for name, write := range map[string]func(...rest.BaseURL) ([]byte, error){"3.1": freenom.Dialect.OpenAPI, "3.0": freenom.Dialect.OpenAPI30} {
		doc, err := write()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, want := range []string{"No anonymous access, authorization required", "Invalid domainname", "DOMAIN REGISTERED", "\\u003cfreenom\\u003e"} {
			if !strings.Contains(string(doc), want) && !strings.Contains(string(doc), strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(want)) {
				t.Errorf("OpenAPI %s does not show %s", name, want)
			}
		}
	}
}

// Without ErrorStatus, errors have the HTTP status of their fault.
func TestErrorsMayHaveStatuses(t *testing.T) {
	d := freenom.Dialect
	d.ErrorStatus = 0
	h := rest.Handler(&d, &command.Runner{})
	for path, want := range map[string]int{
		"/v2/service/ping": 200, "/v2/nothing": 404, "/v2/domain/register": 404, "/v2/domain/list": 401, "/v2/domain/search?domainname=a_b.tk": 400,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
}

// wellFormed returns an error unless text is well-formed XML without attributes.
func wellFormed(text []byte) error {
	d := xml.NewDecoder(strings.NewReader(string(text)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && len(start.Attr) > 0 {
			return fmt.Errorf("%s has attributes", start.Name.Local)
		}
	}
}

// FuzzXML checks that any text survives XML encoding, except characters that XML does
// not allow.
func FuzzXML(f *testing.F) {
	for _, text := range []string{"", "a", `<&>"'`, "]]>", "é ☃ 𝄞", "a\nb\tc", "\\u0000", `{"a":[1]}`} {
		f.Add(text)
	}
	render := freenom.Dialect.Produces[1].Render
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == '\uFFFD' || r == '\uFFFE' || r == '\uFFFF' }) {
			t.Skip("not in XML 1.0, or changed by the end of lines")
		}
		b, err := render(struct {
			Names []string `json:"name"`
		}{[]string{text, "b"}})
		if err != nil {
			t.Fatal(err)
		}
		var back struct {
			Names []string `xml:"name"`
		}
		if err := xml.Unmarshal(b, &back); err != nil || len(back.Names) != 2 || back.Names[0] != text {
			t.Errorf("%q became %q: %v\n%s", text, back.Names, err, b)
		}
	})
}
