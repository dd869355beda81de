package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var userRoutes = requireRole(registry.RoleSuper,
	rest.HandleQuery("GET /api_users", "List the users", 200,
		func(struct{}) command.Query[[]access.RegistrarUser] { return access.ListRegistrarUsers{} }, encodeUsers,
		userDoc("Passwords are never shown: `password` is always null.")),
	rest.HandleFunc("GET /api_users/{id}", "Show a user", 200, func(c *rest.Call, in idPath) (answer[userShown], error) {
		m, err := rest.Ask(c, access.RegistrarUserInfo{Number: in.ID})
		return success(userShown{encodeUser(m), allRoles}), err
	}, userDoc("With the certificates of the user, and all roles that a user can have.")),
	rest.HandleFunc("POST /api_users", "Create a user", 200, createUser, userDoc("A password has 8 to 128 characters.")),
	rest.HandleFunc("PUT /api_users/{id}", "Change a user", 200, updateUser,
		userDoc("Absent members stay unchanged. A registrar must keep one active user with the role super.")),
	rest.HandleFunc("DELETE /api_users/{id}", "Delete a user", 200, func(c *rest.Call, in idPath) (answer[nothing], error) {
		_, err := rest.Do(c, access.DeleteRegistrarUser{Number: in.ID})
		return success(nothing{}), err
	}, userDoc("Its certificates are revoked.")),
)

// allRoles lists the roles that a user can have.
var allRoles = roleNames([]registry.Role{registry.RoleSuper, registry.RoleEPP, registry.RoleBilling})

// userDoc returns the documentation of a user route. An unknown user is a missing
// object (404), not a failed login.
func userDoc(text string) rest.Doc {
	return rest.Doc{Tag: users, Description: text, Refusals: map[string]rest.Refusal{
		"user-absent:id":         refusal(404, 2303, "Object does not exist"),
		"certificate-absent":     refusal(404, 2303, "Object does not exist"),
		"taken:login":            refusal(400, 2302, "Username already exists [username]"),
		"password-policy":        refusal(400, 2306, "Password is too short (minimum is 8 characters) [plain_text_password]"),
		"last-super":             refusal(400, 2305, "Object association prohibits operation: the last user with the role super"),
		"own-access:user":        refusal(400, 2306, "Parameter value policy error: you cannot delete or deactivate yourself, or give up the role super; another user with that role can"),
		"own-access:certificate": refusal(400, 2306, "Parameter value policy error: this is your last valid certificate; create another first"),
		"too-many":               refusal(400, 2306, "Parameter value policy error: at most {value} of these"),
	}}
}

type userBody struct {
	User struct {
		Username string   `json:"username" example:"alice"`
		Password string   `json:"plain_text_password" doc:"8 to 128 characters"`
		Roles    []string `json:"roles" enum:"super,epp,billing"`
		userFields
	} `json:"api_user"`
}

type userChange struct {
	idPath
	User struct {
		Username *string  `json:"username"`
		Password string   `json:"plain_text_password,omitempty" doc:"8 to 128 characters; empty: unchanged"`
		Roles    []string `json:"roles,omitempty" enum:"super,epp,billing"`
		userFields
	} `json:"api_user"`
}

// userFields has the members that userBody and userChange share.
type userFields struct {
	Active  *bool   `json:"active" lax:"true"`
	Subject *string `json:"subject" doc:"CN of the user's certificates; default: the user name"`
	Email   *string `json:"email" example:"alice@a.example"`
	Ident   *string `json:"identity_code" doc:"National identification number; users of one registrar with the same number may switch"`
}

func (r userFields) values(secret string, roles []string) access.UserPatch {
	p := access.UserPatch{PasswordHash: secret, Email: r.Email, Subject: r.Subject, Active: r.Active}
	if r.Ident != nil {
		p.Ident = &registry.Ident{}
		if *r.Ident != "" {
			p.Ident = &registry.Ident{Code: *r.Ident, Type: registry.IdentPerson, Country: "EE"}
		}
	}
	for _, role := range roles {
		if role != "" { // an unchecked box of a form
			p.Roles = append(p.Roles, registry.Role(role))
		}
	}
	return p
}

type userDone struct {
	User identified `json:"api_user"`
}

func createUser(c *rest.Call, in userBody) (answer[userDone], error) {
	secret, err := c.Runner.HashPassword(in.User.Password)
	if err != nil {
		return answer[userDone]{}, err
	}
	p := in.User.values(secret, in.User.Roles)
	p.Login = &in.User.Username
	u, err := rest.Do(c, access.CreateRegistrarUser{Patch: p})
	return success(userDone{identified{u.Number}}), err
}

func updateUser(c *rest.Call, in userChange) (answer[userDone], error) {
	secret := ""
	if in.User.Password != "" {
		var err error
		if secret, err = c.Runner.HashPassword(in.User.Password); err != nil {
			return answer[userDone]{}, err
		}
	}
	p := in.User.values(secret, in.User.Roles)
	p.Login = in.User.Username
	u, err := rest.Do(c, access.UpdateRegistrarUser{Number: in.ID, Patch: p})
	return success(userDone{identified{u.Number}}), err
}

type userList struct {
	Users []apiUser `json:"users"`
	Count int       `json:"count"`
}

type userShown struct {
	User  apiUser  `json:"user"`
	Roles []string `json:"roles"`
}

type apiUser struct {
	ID           int64            `json:"id"`
	Name         string           `json:"name" doc:"The user name"`
	Password     rest.Opt[string] `json:"password" doc:"Always null"`
	Ident        string           `json:"identity_code"`
	Subject      string           `json:"subject"`
	Email        string           `json:"email"`
	Roles        string           `json:"roles" example:"epp, billing"`
	Active       bool             `json:"active"`
	Created      ee.LocalTime     `json:"created_at"`
	Updated      ee.LocalTime     `json:"updated_at"`
	Creator      rest.Opt[string] `json:"creator"`
	Updator      rest.Opt[string] `json:"updator"`
	Certificates []userCert       `json:"certificates"`
	checked
}

type userCert struct {
	ID      int64  `json:"id"`
	Subject string `json:"subject"`
	Status  string `json:"status" enum:"valid,expired,revoked"`
}

func encodeUsers(list []access.RegistrarUser) answer[userList] {
	out := userList{Users: make([]apiUser, len(list)), Count: len(list)}
	for i, m := range list {
		out.Users[i] = encodeUser(m)
	}
	return success(out)
}

func encodeUser(m access.RegistrarUser) apiUser {
	u := m.User
	out := apiUser{
		ID: u.Number, Name: u.Login, Password: rest.Null[string](), Ident: u.Ident.Code, Subject: u.CertSubject(), Email: u.Email,
		Roles: rolesText(u.Roles), Active: !u.Disabled, Created: ee.LocalTime(u.Created), Updated: ee.LocalTime(u.Updated),
		Creator: authorOf(m, u.CreatedBy), Updator: authorOf(m, u.UpdatedBy), Certificates: []userCert{}, checked: encodeChecked(u.Identity),
	}
	if u.Updated.IsZero() {
		out.Updated = out.Created
	}
	for _, c := range m.Certificates {
		out.Certificates = append(out.Certificates, userCert{c.ID, c.Subject, c.State(m.AsOf)})
	}
	return out
}

// authorOf returns the name of an author who is a user of m's registrar; null for
// another.
func authorOf(m access.RegistrarUser, a registry.Author) rest.Opt[string] {
	return ee.Nullable(ee.AuthorName(m.UsersByID[string(a.User)]))
}

func roleNames(roles []registry.Role) []string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return words
}

func rolesText(roles []registry.Role) string { return strings.Join(roleNames(roles), ", ") }
