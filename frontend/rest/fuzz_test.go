package rest

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

type anything struct {
	Text  string         `json:"text"`
	Int   int8           `json:"int,omitempty"`
	Uint  uint16         `json:"uint,omitempty" lax:"true"`
	Float float64        `json:"float,omitempty"`
	Bool  *bool          `json:"bool"`
	Opt   Opt[string]    `json:"opt"`
	List  []string       `json:"list,omitempty"`
	Deep  []*anything    `json:"deep,omitempty"`
	Map   map[string]any `json:"map,omitempty"`
	Raw   any            `json:"raw,omitempty"`
	Limit Opt[[]int]     `json:"limit"`
	Sub   struct {
		Name string `json:"name"`
	} `json:"sub,omitzero"`
}

// newBodyCall returns a call with the given query and body.
func newBodyCall(method, query, media, body string) *Call {
	route := HandleFunc(method+" /x", "", 200, func(*Call, anything) (anything, error) { return anything{}, nil })
	req := httptest.NewRequest(method, "/x", strings.NewReader(body))
	req.URL.RawQuery = query
	req.Header.Set("Content-Type", media)
	return &Call{Dialect: &Dialect{}, Route: &route, Request: req, w: httptest.NewRecorder()}
}

// isFault fails if err is an error other than a fault.
func isFault(t *testing.T, err error) {
	t.Helper()
	if _, ok := errors.AsType[*registry.Fault](err); err != nil && !ok {
		t.Errorf("not a fault: %v", err)
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"text":"a"}`, `{"text":"a","int":1.0,"uint":"7","bool":null,"opt":null,"list":["\u00e9"],"deep":[{"text":""},null]}`,
		`{"text":"\ud83d\ude00","map":{"a":[1]},"raw":{"b":"\""},"limit":[1,2],"sub":{"name":"n"}}`, `[1`, "{\"text\":\"\xff\"}", `{"text":"a"}}`, ` { } `, "\ufeff{}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var in, again anything
		if err := ReadJSON(newBodyCall(http.MethodPost, "", "", body), &in); err != nil {
			isFault(t, err)
			return
		}
		if strings.TrimSpace(body) != "" && !json.Valid([]byte(strings.TrimPrefix(body, "\ufeff"))) {
			t.Fatalf("%q is accepted, and is not JSON", body)
		}
		plain, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(plain, &again.Raw); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzReadForm(f *testing.F) {
	f.Add("", "application/x-www-form-urlencoded", "text=a&list[]=b&list[0]=c&int=1")
	f.Add("text=%zz&opt=", "text/plain", "bool=on&limit=1&limit=2")
	f.Add("", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("a[b][][c]=d", "application/x-www-form-urlencoded", "sub[name]=x&deep[][text]=y&deep[][text]=z")
	f.Fuzz(func(t *testing.T, query, media, body string) {
		var in anything
		isFault(t, ReadForm(newBodyCall(http.MethodPost, query, media, body), &in))
		isFault(t, ReadBody(newBodyCall(http.MethodPost, query, media, body), &in))
	})
}

func TestDeepBodyIsCheap(t *testing.T) {
	body := []byte(`{"text":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`)
	if n := testing.AllocsPerRun(10, func() { checkJSON(body) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
