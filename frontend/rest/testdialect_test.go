package rest_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

type nothing struct{}

type named struct {
	Name string `path:"name" doc:"the domain's name" example:"a.example"`
}

type listing struct {
	Limit   int            `query:"limit" doc:"how many" minimum:"1" maximum:"200" example:"50"`
	Details rest.Opt[bool] `query:"details"`
	Status  []string       `query:"status"`
	Code    string         `header:"Auth-Code" doc:"the transfer code"`
}

type host struct {
	Hostname string   `json:"hostname" example:"ns1.a.example"`
	IPv4     []string `json:"ipv4,omitempty"`
}

type creation struct {
	Name      string             `json:"name" doc:"the name to register" example:"a.example" maxLength:"253"`
	Renewable int                `json:"renewable,omitempty" doc:"1: renew it by itself" example:"1" enum:"0,1"`
	Label     rest.Opt[string]   `json:"label" doc:"a note of your own"`
	Hosts     []host             `json:"hosts,omitempty"`
	Priority  int                `json:"priority,omitempty" lax:"true" example:"10"`
	Sure      *bool              `json:"sure"`
	Price     float64            `json:"price,omitempty"`
	Codes     rest.Opt[[]string] `json:"codes"`
	Method    string             `header:"X-Method"`
}

type removal struct {
	ID int `json:"dns_zone_id" example:"7"`
}

type domain struct {
	Name   string           `json:"name" example:"a.example"`
	Label  rest.Opt[string] `json:"label,omitzero"`
	Renew  bool             `json:"renew"`
	Status []string         `json:"status"`
}

type page struct {
	Total   int              `json:"total"`
	Domains rest.Seq[domain] `json:"domains"`
	More    bool             `json:"more"`
}

type problem struct {
	Code    int    `json:"code" example:"400"`
	Message string `json:"message" example:"A required value is missing."`
}

type echo struct {
	Got string `json:"got"`
}

type accepted struct{ Echo string }

func (accepted) HTTPStatus() int { return http.StatusNoContent }

var errDisk = errors.New("the disk is full")

// domainSeq yields n domains, then err if it is not nil.
func domainSeq(n int, err error) rest.Seq[domain] {
	return func(yield func(domain, error) bool) {
		for i := range n {
			if !yield(domain{Name: fmt.Sprintf("a%d.example", i), Status: []string{"ok"}}, nil) {
				return
			}
		}
		if err != nil {
			yield(domain{}, err)
		}
	}
}

// testDialect uses all features of the kit.
func testDialect() *rest.Dialect {
	auth := rest.ErrorDoc{Fault: registry.ErrTokenMissing, Description: "There is no token, or an unknown one."}
	return &rest.Dialect{
		Name: "plain", Title: "Plain API", Version: "1.0", Prefix: "/api/v1",
		Intro:    "A **dialect** for tests.\n\nIt is spoken nowhere.\n\n```sh\ncurl -H 'Authorization: Bearer …' /api/v1/domains\n```\n",
		Security: []rest.Scheme{{Name: "token", Kind: rest.Bearer, Text: "From `POST /login`."}, {Name: "user", Kind: rest.Basic, Text: "Your password."}},
		Tags:     []rest.Tag{{Name: "Domains", Text: "Names."}, {Name: "Odds", Text: "And ends."}},
		Authenticate: func(c *rest.Call) (registry.Actor, error) {
			switch c.Bearer() {
			case "alice":
				return registry.Actor{Registrar: "best-names", Account: "alice"}, nil
			case "":
				return registry.Actor{}, registry.ErrTokenMissing
			}
			return registry.Actor{}, registry.ErrTokenUnknown
		},
		Refusals: map[string]rest.Refusal{
			"type":            {Status: 400, Code: 400, Text: "The `{field}` parameter should be of type {value}."},
			"missing":         {Status: 400, Code: 400, Text: "`{field}` is required."},
			"missing:name":    {Status: 422, Code: 209, Text: "name required!"},
			"token-absent":    {Status: 401, Code: 401, Text: "Token not provided", Header: http.Header{"Www-Authenticate": {"Bearer"}}},
			"unreadable:body": {Status: 413, Code: 413, Text: "Too long."},
			"internal":        {Status: 500, Code: 500, Text: "Internal error."},
		},
		ErrorBody: func(c *rest.Call, r rest.Refusal, _ *registry.Fault) any { return problem{r.Code, r.Text} },
		NoRoute: func(c *rest.Call, allowed []string) (int, any) {
			if len(allowed) > 0 {
				return 405, problem{405, "wrong method"}
			}
			return 404, problem{404, "no such function"}
		},
		ETag:         true,
		CommonErrors: []rest.ErrorDoc{auth},
		Routes: []rest.Route{
			rest.HandleFunc("GET /ping", "Check whether the service is available", 200, func(*rest.Call, nothing) (echo, error) { return echo{"<pong> & co"}, nil },
				rest.Doc{Tag: "Odds", NoAuth: true, Response: echo{"<pong> & co"}}),
			rest.HandleFunc("GET /who", "Show the actor", 200, func(c *rest.Call, _ nothing) (registry.Actor, error) { return c.Actor, nil }, rest.Doc{Tag: "Odds"}),
			rest.HandleFunc("GET /guest", "Show the actor, if any", 200, func(c *rest.Call, _ nothing) (echo, error) { return echo{string(c.Actor.Account)}, nil },
				rest.Doc{Tag: "Odds", OptionalAuth: true}),
			rest.HandleFunc("GET /domains", "List domains", 200, func(_ *rest.Call, in listing) (echo, error) {
				return echo{fmt.Sprintf("%d %v %v %q %s", in.Limit, in.Details.Set, in.Details.Value, in.Status, in.Code)}, nil
			}, rest.Doc{Tag: "Domains"}),
			rest.HandleFunc("POST /domains", "Register a domain", 201, create, rest.Doc{Tag: "Domains", Description: "Buys a name.",
				Request: map[string]any{"name": "a.example", "renewable": 1}, Response: domain{Name: "a.example", Status: []string{"ok"}},
				Refusals: map[string]rest.Refusal{"name-taken": {Status: 409, Code: 202, Text: "Domain '{value}' is NOT available."}},
				Errors:   []rest.ErrorDoc{{Fault: registry.ErrNameTaken.On("name", "a.example"), Description: "The name is registered already."}}}),
			rest.HandleFunc("GET /domains/{name}", "Show a domain", 200, show, rest.Doc{Tag: "Domains",
				Errors: []rest.ErrorDoc{{Fault: registry.ErrNoName.On("name", "a.example")}}}),
			rest.HandleFunc("DELETE /records", "Delete a record", 200, func(_ *rest.Call, in removal) (echo, error) { return echo{fmt.Sprint(in.ID)}, nil },
				rest.Doc{Tag: "Domains", Request: removal{7}}),
			rest.HandleFunc("GET /stream/{n}", "List without end", 200, func(c *rest.Call, in struct {
				N     int  `path:"n" example:"3"`
				Break bool `query:"break"`
			},
			) (page, error) {
				if in.Break {
					return page{Domains: domainSeq(in.N, errDisk)}, nil
				}
				return page{Total: in.N, Domains: domainSeq(in.N, nil), More: true}, nil
			}, rest.Doc{Tag: "Odds", Response: page{Total: 1, Domains: domainSeq(1, nil)}}),
			rest.HandleFunc("GET /bare", "List, bare", 200, func(*rest.Call, nothing) (rest.Seq[domain], error) { return domainSeq(2, nil), nil },
				rest.Doc{Tag: "Odds", NoAuth: true}),
			rest.HandleFunc("GET /invoice/{id}/download", "Download an invoice", 200, func(*rest.Call, nothing) (rest.File, error) {
				return rest.File{Name: "invoice.pdf", Type: "application/pdf", Body: []byte("%PDF-1.7")}, nil
			}, rest.Doc{Tag: "Odds", Security: "user", Produces: "application/pdf"}),
			rest.HandleFunc("PUT /nothing", "Answer nothing", 200, func(*rest.Call, nothing) (accepted, error) { return accepted{}, nil },
				rest.Doc{Tag: "Odds", NoAuth: true, Errors: []rest.ErrorDoc{{Status: 204, Description: "There is nothing."}}}),
			rest.HandleFunc("POST /panic", "Break", 200, func(*rest.Call, nothing) (echo, error) { panic("at the disco") }, rest.Doc{Tag: "Odds", NoAuth: true}),
			rest.HandleFunc("POST /broken", "Break politely", 200, func(*rest.Call, nothing) (echo, error) { return echo{}, errDisk }, rest.Doc{Tag: "Odds", NoAuth: true}),
		},
	}
}

func create(_ *rest.Call, in creation) (domain, error) {
	if in.Name == "taken.example" {
		return domain{}, registry.ErrNameTaken.On("name", in.Name)
	}
	d := domain{Name: in.Name, Label: in.Label, Renew: in.Renewable == 1, Status: []string{}}
	if in.Sure != nil {
		d.Status = append(d.Status, fmt.Sprint("sure ", *in.Sure))
	}
	for _, h := range in.Hosts {
		d.Status = append(d.Status, fmt.Sprint(h.Hostname, h.IPv4))
	}
	if in.Priority != 0 {
		d.Status = append(d.Status, fmt.Sprint("priority ", in.Priority))
	}
	return d, nil
}

func show(_ *rest.Call, in named) (domain, error) {
	if in.Name == "absent.example" {
		return domain{}, registry.ErrNoName.On("name", in.Name)
	}
	return domain{Name: in.Name, Status: []string{"ok"}}, nil
}

// serve starts a server for d. It returns a function that sends requests, and the
// server's log.
func serve(t *testing.T, d *rest.Dialect) (ask func(method, path, body string, header ...string) *http.Response, log *bytes.Buffer) {
	t.Helper()
	log = &bytes.Buffer{}
	server := httptest.NewServer(rest.Handler(d, &command.Runner{Log: slog.New(slog.NewTextHandler(log, nil))}))
	t.Cleanup(server.Close)
	return func(method, path, body string, header ...string) *http.Response {
		t.Helper()
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer alice")
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Do(req)
		if err != nil {
			t.Fatalf("%s %s: %v", method, path, err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}, log
}
