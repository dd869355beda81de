package kifdom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

const (
	loginPattern   = "POST /auth/login"
	refreshPattern = "POST /auth/refresh"
	mePattern      = "POST /auth/me"
	logoutPattern  = "POST /auth/logout"
)

var loginRoute = rest.HandleFunc(loginPattern, "Get a token", 200, login, rest.Doc{
	Tag: auth, NoAuth: true,
	Description: "Creates a token that is valid for an hour. A missing e-mail address or password is treated as a wrong one. " +
		"After ten failures within a minute, attempts for the same e-mail address or from the same network address are delayed.",
	Request:  credentials{"alice@kifdom.example", "a password of alice"},
	Response: bearerToken("{YOUR_API_TOKEN}"),
	Refusals: loginRefusals(),
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrLogin},
		{Fault: registry.ErrBusy},
	},
})

// loginRefusals give the same response to every failed login. Missing credentials
// count as wrong ones, as in the framework's sample controller.
func loginRefusals() map[string]rest.Refusal {
	refusals := unauthorizedRefusals("Unauthorized.")
	refusals["missing"] = refusals["login"]
	return refusals
}

var refreshRoute = rest.HandleFunc(refreshPattern, "Exchange a token for a new one", 200, refresh, rest.Doc{
	Tag:         auth,
	Description: "Accepts an expired token up to two weeks after its issue, and revokes it.",
	Response:    bearerToken("{YOUR_API_TOKEN}"),
	Refusals:    unauthorizedRefusals("Unauthenticated."),
})

var meRoute = rest.HandleQuery(mePattern, "Show the account", 200,
	func(struct{}) command.Query[registry.Account] { return registrar.AccountInfo{} }, encodeAccount, rest.Doc{
		Tag:         auth,
		Description: "The account of the token.",
		Response: account{200, "User successfully retrieved.", person{
			"alice@kifdom.example", "Alice", "Example", "1 rue des Exemples", "75001", "Exampleville", "FR", "+33.123456789",
		}},
		Refusals: unauthorizedRefusals("Unauthenticated."),
	})

var logoutRoute = rest.HandleFunc(logoutPattern, "Revoke a token", 200, logout, rest.Doc{
	Tag:         auth,
	Description: "Revokes the token; it cannot be refreshed, either.",
	Response:    message{"Successfully logged out."},
	Refusals:    unauthorizedRefusals("Unauthenticated."),
})

type credentials struct {
	Email    string `json:"email" doc:"E-mail address of the user" example:"alice@kifdom.example"`
	Password string `json:"password" doc:"Password of the user"`
}

type token struct {
	Secret  string `json:"access_token" doc:"Send it as Authorization: Bearer …"`
	Type    string `json:"token_type" example:"bearer"`
	Expires int    `json:"expires_in" doc:"Seconds" example:"3600"`
}

func bearerToken(secret string) token { return token{secret, "bearer", int(tokenTTL.Seconds())} }

func login(c *rest.Call, in credentials) (token, error) {
	u, err := access.Login(c.Context(), c.Runner, Realm, in.Email, in.Password, c.Actor.Address)
	if err != nil {
		return token{}, err
	}
	c.Actor.Registrar, c.Actor.Account, c.Actor.User, c.Actor.Roles = u.Registrar, u.Account, u.ID, u.Roles
	issued, err := rest.Do(c, access.IssueToken{Kind: Realm, TTL: tokenTTL, Renew: tokenRenew, CheckedHash: u.PasswordHash})
	return bearerToken(issued.Secret), err
}

func refresh(c *rest.Call, _ struct{}) (token, error) {
	issued, err := rest.Do(c, access.RefreshToken{
		Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address, TTL: tokenTTL, Renew: tokenRenew,
	})
	return bearerToken(issued.Secret), err
}

func logout(c *rest.Call, _ struct{}) (message, error) {
	_, err := rest.Do(c, access.RevokeToken{Kind: Realm, Secret: c.Bearer()})
	return message{"Successfully logged out."}, err
}

type account struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    person `json:"data"`
}

type person struct {
	Email    string `json:"email"`
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
	Address  string `json:"address"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
	Country  string `json:"country" doc:"ISO 3166-1 alpha-2"`
	Phone    string `json:"phone"`
}

func encodeAccount(a registry.Account) account {
	return account{200, "User successfully retrieved.", person{
		Email: a.Email, First: a.First, Last: a.Last,
		Address: strings.Join(a.Address.Street, ", "), Postcode: a.Address.PostalCode, City: a.Address.City,
		Country: a.Address.Country, Phone: a.Voice,
	}}
}
