package access

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RegistrarRealm is the realm of the logins of registrars' users.
const RegistrarRealm = "registrar"

// UserPatch is the data of a registrar's user that the registrar maintains. A nil
// field is not changed.
type UserPatch struct {
	Login        *string
	PasswordHash string // from HashPassword; "": unchanged
	Email        *string
	Subject      *string         // CN of the user's certificates; "": the login
	Ident        *registry.Ident // of the person; zero: none
	Roles        []registry.Role
	Active       *bool // false disables the user
}

// apply returns u with the changes of p, or a fault of one of its fields.
func (p UserPatch) apply(u registry.User) (registry.User, error) {
	if p.Login != nil {
		u.Login = strings.ToLower(strings.TrimSpace(*p.Login))
	}
	if p.Email != nil {
		if *p.Email != "" && registry.CheckEmail(*p.Email) != nil {
			return u, registry.ErrSyntax.On("email", registry.Truncate(*p.Email))
		}
		u.Email = *p.Email
	}
	if p.Subject != nil {
		u.Subject = *p.Subject
	}
	if p.Ident != nil {
		u.Ident = p.Ident.Normalize()
	}
	if p.Roles != nil {
		u.Roles = p.Roles
	}
	if p.Active != nil {
		u.Disabled = !*p.Active
	}
	if p.Login != nil && u.Login == AccreditationBot { // only operators create this user
		return u, registry.ErrTaken.On("login", u.Login)
	}
	return u, checkUser(u)
}

// checkUser returns the fault of a field of a registrar's user.
func checkUser(u registry.User) error {
	if err := checkLogin(u.Login); err != nil {
		return err
	}
	switch {
	case len(u.Subject) > 64: // ub-common-name (RFC 5280)
		return registry.ErrRange.On("subject", "at most 64 characters")
	case len(u.Ident.Code) > 32:
		return registry.ErrRange.On("identity_code", "at most 32 characters")
	}
	for field, text := range map[string]string{"subject": u.Subject, "identity_code": u.Ident.Code} {
		if err := registry.CheckLine(field, text, 64); err != nil {
			return err
		}
	}
	return registry.CheckRoles(u.Roles)
}

// checkLogin returns ErrRange or ErrSyntax for a login of a wrong form.
func checkLogin(login string) error {
	switch {
	case len(login) < 2 || len(login) > 254:
		return registry.ErrRange.On("username", "2 to 254 characters")
	case strings.ContainsFunc(login, func(r rune) bool { return r == ' ' || r == ':' || registry.IsInvisible(r) }):
		return registry.ErrSyntax.On("username", registry.Truncate(login)) // in Basic authentication a colon ends the user name (RFC 7617)
	}
	return nil
}

// checkSuperRemains returns ErrLastSuper if the change of one user leaves the
// registrar without an active user that has RoleSuper.
func checkSuperRemains(t *command.Tx, before, after registry.User) error {
	isSuper := func(u registry.User) bool { return u.May(registry.RoleSuper) && !u.Disabled }
	if !isSuper(before) || isSuper(after) {
		return nil
	}
	users, err := loadRegistrarUsers(t.Snapshot)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(users, func(u registry.User) bool { return u.ID != before.ID && isSuper(u) }) {
		return registry.ErrLastSuper.On("user", before.Login)
	}
	return nil
}

// checkOwnAccess returns ErrOwnAccess if the actor is the user and the change takes
// away its own access or its role super: only another user may do that.
func checkOwnAccess(t *command.Tx, before, after registry.User) error {
	if before.ID == t.By.User && (after.Disabled || !after.May(registry.RoleSuper)) {
		return registry.ErrOwnAccess.On("user", before.Login)
	}
	return nil
}

// loadRegistrarUsers returns the users of the actor's registrar by number.
func loadRegistrarUsers(s *command.Snapshot) (users []registry.User, err error) {
	if s.By.Registrar == "" {
		return nil, nil
	}
	for u, err := range s.Store.Users().ByAccount(s.By.Registrar, "") {
		if err != nil {
			return nil, err
		}
		if u.Realm == RegistrarRealm {
			users = append(users, u)
		}
	}
	slices.SortFunc(users, func(a, b registry.User) int { return int(a.Number - b.Number) })
	return users, nil
}

// FindRegistrarUser returns a user of the actor's registrar by its number; ErrNoUser
// if there is none, ErrRole for an actor without RoleSuper.
func FindRegistrarUser(s *command.Snapshot, number int64) (registry.User, error) {
	if err := s.RequireRole(registry.RoleSuper); err != nil {
		return registry.User{}, err
	}
	users, err := loadRegistrarUsers(s)
	if err != nil {
		return registry.User{}, err
	}
	i := slices.IndexFunc(users, func(u registry.User) bool { return u.Number == number })
	if i < 0 {
		return registry.User{}, registry.ErrNoUser.On("id", strconv.FormatInt(number, 10))
	}
	return s.Store.Users().Get(users[i].ID) // by its key, which locks the row
}
