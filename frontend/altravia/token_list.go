package altravia

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// A tokenList is a list of tokens. An empty one is 204 without a body.
type tokenList answer[[]token]

// HTTPStatus returns 204 for an empty list.
func (l tokenList) HTTPStatus() int {
	if len(l.Data) == 0 {
		return http.StatusNoContent
	}
	return http.StatusOK
}

func encodeTokens(list ...access.IssuedToken) tokenList {
	var all []token
	for _, i := range list {
		all = append(all, encodeToken(i))
	}
	return tokenList(dataAnswer(all))
}

var listTokensRoute = rest.HandleFunc("GET /token", "List your tokens", 200, listTokens, rest.Doc{
	Tag: tokens, ID: "listTokens", Security: credentials,
	Description: "All tokens that have not expired.",
	Response:    recordedSuccess("GET /token"),
	Errors:      recordedErrors("GET /token"),
})

type tokenQuery struct {
	Scope string `query:"scope" doc:"Only tokens with this scope"`
}

func listTokens(c *rest.Call, in tokenQuery) (tokenList, error) {
	list, err := rest.Ask(c, access.ListTokens{Kind: Realm})
	if in.Scope != "" {
		list = slices.DeleteFunc(list, func(i access.IssuedToken) bool { return !slices.Contains(i.Token.Scopes, in.Scope) })
	}
	return encodeTokens(list...), err
}

var showTokenRoute = rest.HandleFunc("GET /token/{token}", "Show a token", 200, showToken, rest.Doc{
	Tag: tokens, ID: "showToken", Security: credentials,
	Description: "One token of the account; 204 if it has no such token.",
	Response:    recordedSuccess("GET /token/{token}"),
	Errors:      recordedErrors("GET /token/{token}"),
	Refusals:    map[string]rest.Refusal{"syntax:token": newRefusal(402, 125, "Wrong Token")},
})

type oneToken struct {
	Token string `json:"-" path:"token" doc:"The token" example:"5f8711afe4754a532a7a8358"`
}

var tokenForm = regexp.MustCompile(`^[0-9a-f]{24}$`)

func showToken(c *rest.Call, in oneToken) (tokenList, error) {
	if !tokenForm.MatchString(in.Token) {
		return tokenList{}, registry.ErrSyntax.On("token", "")
	}
	i, err := rest.Ask(c, access.OwnTokenInfo{Kind: Realm, Secret: in.Token})
	switch {
	case errors.Is(err, registry.ErrTokenUnknown):
		return tokenList{}, nil
	case err != nil:
		return tokenList{}, err
	}
	return encodeTokens(i), nil
}

// noTokenRefusals are the responses to a token that the account does not have.
func noTokenRefusals(code int) map[string]rest.Refusal {
	return map[string]rest.Refusal{"token-unknown": newRefusal(404, code, "Missing Token")}
}

var replaceTokenRoute = rest.HandleFunc("PUT /token/{token}", "Replace a token's scopes", 200, changeToken[replacement], rest.Doc{
	Tag: tokens, ID: "replaceToken", Security: credentials,
	Description: "Replaces the scopes of a token, and its expiry if given.",
	Request:     replacement{tokenChange{Scopes: &[]string{"GET:domains.altravia.com/check"}}},
	Response:    recordedSuccess("PUT /token/{token}"),
	Errors:      recordedErrors("PUT /token/{token}"),
	Refusals:    mergeRefusals(scopeRefusals(270, 270), noTokenRefusals(170), map[string]rest.Refusal{"missing:scopes": newRefusal(406, 270, "invalid scopes specified")}),
})

var changeTokenRoute = rest.HandleFunc("PATCH /token/{token}", "Change a token", 200, changeToken[amendment], rest.Doc{
	Tag: tokens, ID: "changeToken", Security: credentials,
	Description: "Replaces the scopes of a token, its expiry, or both.",
	Request:     amendment{tokenChange{Expire: new(int64(1798761600))}},
	Response:    recordedSuccess("PATCH /token/{token}"),
	Errors:      recordedErrors("PATCH /token/{token}"),
	Refusals:    mergeRefusals(scopeRefusals(310, 300), noTokenRefusals(290), map[string]rest.Refusal{"missing:scopes": newRefusal(406, 310, "missing scopes array and expire")}),
})

type tokenChange struct {
	oneToken
	Scopes *[]string `json:"scopes,omitempty" doc:"METHOD:host/segment"`
	Expire *int64    `json:"expire,omitempty" lax:"true" doc:"Expiry, in Unix seconds; at most a year from now"`
}

func (in tokenChange) change() tokenChange { return in }

// A replacement must have scopes, an amendment scopes or expire.
type (
	replacement struct{ tokenChange }
	amendment   struct{ tokenChange }
)

func (in *replacement) Check() error {
	if in.Scopes == nil || len(*in.Scopes) == 0 {
		return registry.ErrMissing.On("scopes", "")
	}
	return nil
}

func (in *amendment) Check() error {
	if (in.Scopes == nil || len(*in.Scopes) == 0) && in.Expire == nil {
		return registry.ErrMissing.On("scopes", "")
	}
	return nil
}

func changeToken[In interface{ change() tokenChange }](c *rest.Call, request In) (list tokenList, err error) {
	in := request.change()
	cmd := access.UpdateToken{Kind: Realm, Secret: in.Token}
	if in.Scopes != nil {
		if cmd.Scopes, err = expandScopes(*in.Scopes, c.Dialect.Host); err != nil {
			return list, err
		}
	}
	if in.Expire != nil {
		now := c.Runner.Now()
		if cmd.Expires = time.Unix(*in.Expire, 0).UTC(); !cmd.Expires.After(now) || *in.Expire > now.Add(maxTTL).Unix() {
			return list, registry.ErrRange.On("expire", "")
		}
	}
	i, err := rest.Do(c, cmd)
	return encodeTokens(i), err
}

var deleteTokenRoute = rest.Handle("DELETE /token/{token}", "Delete a token", 200,
	func(in oneToken) command.Command[access.IssuedToken] {
		return access.DeleteToken{Kind: Realm, Secret: in.Token}
	},
	func(access.IssuedToken) messageAnswer {
		return messageAnswer{"1 deleted token", true, rest.Null[int]()}
	}, rest.Doc{
		Tag: tokens, ID: "deleteToken", Security: credentials,
		Description: "Revokes a token.",
		Response:    recordedSuccess("DELETE /token/{token}"),
		Errors:      recordedErrors("DELETE /token/{token}"),
		Refusals:    noTokenRefusals(150),
	})

// A messageAnswer is a success response without data.
type messageAnswer struct {
	Message string        `json:"message"`
	Success bool          `json:"success"`
	Error   rest.Opt[int] `json:"error"`
}

var listScopesRoute = rest.HandleFunc("GET /scopes", "List all scopes", 200,
	func(c *rest.Call, _ struct{}) (answer[[]string], error) {
		return dataAnswer(Scopes(c.Dialect.Host)), nil
	}, rest.Doc{
		Tag: tokens, ID: "listScopes", Security: credentials,
		Description: "All scopes of this environment.",
		Response:    recordedSuccess("GET /scopes"),
		Errors:      recordedErrors("GET /scopes"),
	})

var creditRoute = rest.HandleFunc("GET /credit", "Show the credit", 200, showCredit, rest.Doc{
	Tag: tokens, ID: "showCredit", Security: credentials,
	Description: "Balance of the wallet, in euros.",
	Response:    recordedSuccess("GET /credit"),
	Errors:      recordedErrors("GET /credit"),
})

type credit struct {
	Credit euros `json:"credit"`
}

func showCredit(c *rest.Call, _ struct{}) (answer[credit], error) {
	p, err := rest.Ask(c, ledger.BalanceInfo{})
	return dataAnswer(credit{euros{money.Amount{Minor: p.Available, Currency: p.Currency}}}), err
}

// euros is an amount that is encoded as a number of whole units with decimals.
type euros struct{ money.Amount }

func (e euros) MarshalJSON() ([]byte, error) { return []byte(e.Decimal()), nil }

// Schema returns the schema of a number.
func (euros) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeNumber} }
