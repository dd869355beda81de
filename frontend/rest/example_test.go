package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// parsed is the response of the example's only route.
type parsed struct {
	Name string `json:"name" doc:"In A-label form" example:"a.example"`
}

// A dialect with one route: which name does a text stand for? The handler decodes the
// path, the table Refusals words the faults, and the documents come from the same value.
func ExampleDialect() {
	type input struct {
		Text string `path:"text" doc:"A name, in Unicode or A-labels"`
	}
	parse := func(_ *rest.Call, in input) (parsed, error) {
		n, err := name.ParseRegistration(in.Text)
		if err != nil {
			return parsed{}, registry.ErrSyntax.On("name", in.Text)
		}
		return parsed{Name: n.String()}, nil
	}
	dialect := &rest.Dialect{
		Name: "names", Title: "Names", Version: "1", Prefix: "/names",
		Tags:     []rest.Tag{{Name: "Names"}},
		Refusals: map[string]rest.Refusal{"syntax:name": {Status: http.StatusBadRequest, Text: "{value} is no name."}},
		Routes:   []rest.Route{rest.HandleFunc("GET /{text}", "Parse a name", http.StatusOK, parse, rest.Doc{Tag: "Names", NoAuth: true})},
	}

	server := httptest.NewServer(rest.Handler(dialect, &command.Runner{}))
	defer server.Close()
	for _, path := range []string{"/names/caf%C3%A9.example", "/names/-.example"} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		fmt.Println(response.StatusCode, strings.TrimSpace(string(body)))
	}
	document, err := dialect.OpenAPI()
	fmt.Println(strings.Contains(string(document), `"/{text}"`), err)
	// Output:
	// 200 {"name":"xn--caf-dma.example"}
	// 400 {"message":"-.example is no name."}
	// true <nil>
}
