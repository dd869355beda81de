package registrant

import (
	"net/netip"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// tokenTTL is how long a token is valid.
const tokenTTL = 2 * time.Hour

var sessionRoutes = []rest.Route{
	rest.HandleFunc("POST /auth/eid", "Get a token for a person", 200, login, rest.Doc{
		Tag: session, NoAuth: true,
		Description: "Only for portals at addresses that the registry trusts: they vouch for the person's identity. " +
			"The first login of a person creates a user.",
		Response: token{"dGhpcyBpcyBub3QgYSB0b2tlbg", "2026-03-01 11:27:27 UTC", "Bearer"},
		Errors: []rest.ErrorDoc{
			{Fault: registry.ErrAddress, Description: "The address is not trusted."},
			{Fault: registry.ErrMissing.On("ident", ""), Description: "A parameter is missing; `ident` is checked first, then `first_name`, then `last_name`."},
		},
	}),
	rest.HandleFunc("DELETE /auth/eid", "Revoke a token", 200, logout, rest.Doc{
		Tag: session, Description: "The token is invalid afterwards. Not part of the original.",
		Response: loggedOut{"Logged out"},
	}),
}

type identity struct {
	Ident   string `json:"ident,omitempty" lax:"true" doc:"National identification number" example:"37605030299"`
	First   string `json:"first_name,omitempty" example:"Mari"`
	Last    string `json:"last_name,omitempty" example:"Maasikas"`
	Country string `json:"country_code,omitempty" doc:"Country of the number, ISO 3166-1 alpha-2; default EE" example:"EE"`
}

type token struct {
	Secret  string `json:"access_token" doc:"Send it as Authorization: Bearer …"`
	Expires string `json:"expires_at" doc:"In UTC" example:"2026-03-01 11:27:27 UTC"`
	Type    string `json:"type" example:"Bearer"`
}

func login(c *rest.Call, in identity) (token, error) {
	if !trusted(c) {
		return token{}, registry.ErrAddress.On("address", c.Actor.Address)
	}
	country := strings.ToUpper(strings.TrimSpace(in.Country))
	if country == "" {
		country = "EE"
	}
	issued, err := rest.Do(c, registrant.LoginByEID{
		Ident: registry.Ident{Code: strings.TrimSpace(in.Ident), Country: country}, First: in.First, Last: in.Last, TTL: tokenTTL,
	})
	return token{issued.Secret, issued.Token.Expires.UTC().Format("2006-01-02 15:04:05 UTC"), "Bearer"}, err
}

// trusted reports whether the call comes from the address of a trusted portal.
func trusted(c *rest.Call) bool {
	from, err := netip.ParseAddr(c.Actor.Address)
	if err != nil {
		return false
	}
	for _, p := range c.Dialect.Trusted {
		if p.Contains(from.Unmap()) {
			return true
		}
	}
	return false
}

type loggedOut struct {
	Message string `json:"message"`
}

func logout(c *rest.Call, _ struct{}) (loggedOut, error) {
	_, err := rest.Do(c, access.RevokeToken{Kind: access.RegistrantRealm, Secret: c.Bearer()})
	return loggedOut{"Logged out"}, err
}
