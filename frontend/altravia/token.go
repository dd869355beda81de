package altravia

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A token is a token in a response.
type token struct {
	Scopes []string `json:"scopes" doc:"Scopes of the token"`
	Expire int64    `json:"expire" doc:"Expiry, in Unix seconds"`
	Token  string   `json:"token" example:"5f8711afe4754a532a7a8358"`
}

func encodeToken(i access.IssuedToken) token {
	return token{slices.Concat([]string{}, i.Token.Scopes), i.Token.Expires.Unix(), i.Secret}
}

var createTokenRoute = rest.HandleFunc("POST /token", "Get a token", 200, createToken, rest.Doc{
	Tag: tokens, ID: "createToken", Security: credentials,
	Description: "Creates a token with the given scopes, which may have wildcards: `*:domains.altravia.com/*`, `*:*/*`. It expires after `ttl` seconds, at most a year.",
	Request:     tokenRequest{Scopes: &[]string{"GET:domains.altravia.com/check", "*:domains.altravia.com/domain"}, TTL: new(int64(86400))},
	Response:    recordedSuccess("POST /token"),
	Errors:      recordedErrors("POST /token"),
	Refusals:    scopeRefusals(110, 120),
})

// scopeRefusals are the responses to missing and invalid scopes and lifetimes.
func scopeRefusals(missing, wrong int) map[string]rest.Refusal {
	absent, bad := newRefusal(406, missing, "missing scopes array"), newRefusal(406, wrong, "invalid scopes specified")
	return map[string]rest.Refusal{
		"missing:scopes": absent, "type:scopes": bad, "range:scopes": bad,
		"range:ttl": newRefusal(406, wrong, "invalid ttl specified"), "range:expire": newRefusal(406, wrong, "invalid expire specified"),
	}
}

type tokenRequest struct {
	Scopes *[]string `json:"scopes,omitempty" required:"true" doc:"METHOD:host/segment" example:"[\"*:*/*\"]"`
	TTL    *int64    `json:"ttl,omitempty" lax:"true" doc:"Lifetime in seconds; default and maximum: a year"`
	Expire *int64    `json:"expire,omitempty" lax:"true" doc:"Deprecated: expiry in Unix seconds, or lifetime in seconds; at most a year"`
}

func (in *tokenRequest) Check() error {
	switch {
	case len(*in.Scopes) == 0:
		return registry.ErrMissing.On("scopes", "")
	case in.TTL != nil && *in.TTL < 0:
		return registry.ErrRange.On("ttl", "")
	}
	return nil
}

// An issue is the response to the creation of a token.
type issue struct {
	Scopes  []string      `json:"scopes" doc:"Scopes of the token, without wildcards"`
	Expire  int64         `json:"expire" doc:"Expiry, in Unix seconds"`
	Token   string        `json:"token" doc:"24 hexadecimal digits"`
	Success bool          `json:"success"`
	Message string        `json:"message"`
	Error   rest.Opt[int] `json:"error"`
}

func createToken(c *rest.Call, in tokenRequest) (issue, error) {
	scopes, err := expandScopes(*in.Scopes, c.Dialect.Host)
	if err != nil {
		return issue{}, err
	}
	ttl := maxTTL
	switch now := c.Runner.Now(); {
	case in.TTL != nil && *in.TTL > 0:
		ttl = time.Duration(min(*in.TTL, int64(maxTTL/time.Second))) * time.Second
	case in.Expire != nil && *in.Expire > 0:
		if ttl = min(untilExpire(*in.Expire, now), maxTTL); ttl <= 0 {
			return issue{}, registry.ErrRange.On("expire", "")
		}
	}
	i, err := rest.Do(c, access.IssueToken{Kind: Realm, TTL: ttl, Scopes: scopes, HexBytes: 12, Recoverable: true})
	out := encodeToken(i)
	return issue{out.Scopes, out.Expire, out.Token, true, "", rest.Null[int]()}, err
}

// untilExpire returns the lifetime that the member expire asks for: the time from now to
// it, in Unix seconds. A number that has been past for more than a year as a time is a
// lifetime in seconds: the vendor's own client sends 31536000 (docs/contracts/altravia.md
// section 2.1). The result is negative for a time in the past year.
func untilExpire(expire int64, now time.Time) time.Duration {
	if expire < now.Add(-maxTTL).Unix() {
		return time.Duration(min(expire, int64(maxTTL/time.Second))) * time.Second
	}
	return time.Unix(min(expire, now.Add(maxTTL).Unix()), 0).Sub(now)
}
