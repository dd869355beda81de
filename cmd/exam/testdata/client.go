// Calls the five dialects of a demo with clients that oapi-codegen generated. Its
// arguments are the base URL and the credentials, as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"client/altravia"
	"client/freenom"
	"client/kifdom"
	"client/registrant"
	"client/repp"
)

var ctx = context.Background()

func main() {
	base := os.Args[1]
	var c map[string][]map[string]string
	if err := json.Unmarshal([]byte(os.Args[2]), &c); err != nil {
		panic(err)
	}
	k := must(kifdom.NewClientWithResponses(base + "/api/v1"))
	login := must(k.PostAuthLoginWithResponse(ctx, kifdom.Credentials{Email: c["kifdom"][0]["email"], Password: c["kifdom"][0]["password"]}))
	names := must(k.GetDomainsWithResponse(ctx, header("Bearer "+login.JSON200.AccessToken)))
	fmt.Println("kifdom:", names.StatusCode(), len(names.JSON200.Data))

	a := must(altravia.NewClientWithResponses(base))
	scopes := must(a.ListScopesWithResponse(ctx, basic(c["altravia"][0]["email"], c["altravia"][0]["apikey"])))
	fmt.Println("altravia:", scopes.StatusCode(), len(scopes.Body) > 0)

	f := must(freenom.NewClientWithResponses(base + "/v2"))
	list := must(f.GetDomainListWithResponse(ctx, nil, func(_ context.Context, req *http.Request) error {
		q := req.URL.Query()
		q.Set("email", c["freenom"][0]["email"])
		q.Set("password", c["freenom"][0]["password"])
		req.URL.RawQuery = q.Encode()
		return nil
	}))
	text, err := list.JSON200.AsDomainAnswerLine()
	fmt.Println("freenom:", text.Status, err)

	r := must(repp.NewClientWithResponses(base + "/repp/v1"))
	domains := must(r.ListDomainsWithResponse(ctx, nil, basic(c["repp"][0]["username"], c["repp"][0]["password"])))
	fmt.Println("repp:", domains.StatusCode(), domains.JSON200.Code)

	p := must(registrant.NewClientWithResponses(base + "/api/v1/registrant"))
	ident, first, last := "37605030299", "Mari", "Maasikas"
	token := must(p.PostAuthEidWithResponse(ctx, registrant.Identity{Ident: &ident, FirstName: &first, LastName: &last}))
	own := must(p.GetDomainsWithResponse(ctx, nil, header("Bearer "+token.JSON200.AccessToken)))
	fmt.Println("registrant:", own.StatusCode())
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func header(value string) func(context.Context, *http.Request) error {
	return func(_ context.Context, req *http.Request) error {
		req.Header.Set("Authorization", value)
		return nil
	}
}

func basic(user, password string) func(context.Context, *http.Request) error {
	return func(_ context.Context, req *http.Request) error {
		req.SetBasicAuth(user, password)
		return nil
	}
}
