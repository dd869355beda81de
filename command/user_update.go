package command

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// registrarRealm is where the logins of registrars' users are unique.
const registrarRealm = "registrar"

// maxTeam is how many users a registrar has at most.
const maxTeam = 100

// A Person is what a registrar says about one of its users; nil leaves things as
// they are.
type Person struct {
	Login   *string
	Secret  string // from HashPassword; "": as it is
	Email   *string
	Subject *string // CN of the user's certificates; "": the login
	Ident   *string // identity code
	Roles   []registry.Role
	Active  *bool
}

// apply returns u as p describes it.
func (p Person) apply(u registry.User) (registry.User, error) {
	if p.Login != nil {
		u.Login = strings.ToLower(strings.TrimSpace(*p.Login))
	}
	if p.Email != nil {
		if *p.Email != "" && registry.CheckEmail(*p.Email) != nil {
			return u, registry.ErrSyntax.On("email", clip(*p.Email))
		}
		u.Email = *p.Email
	}
	if p.Subject != nil {
		u.Subject = *p.Subject
	}
	if p.Ident != nil {
		u.Ident = registry.Ident{}
		if *p.Ident != "" {
			u.Ident = registry.Ident{Code: *p.Ident, Type: registry.IdentPerson, Country: "EE"}
		}
	}
	if p.Roles != nil {
		u.Roles = p.Roles
	}
	if p.Active != nil {
		u.Disabled = !*p.Active
	}
	switch {
	case len(u.Login) < 2 || len(u.Login) > 254:
		return u, registry.ErrRange.On("username", "2 to 254 characters")
	case strings.ContainsFunc(u.Login, func(r rune) bool { return r <= ' ' || r == ':' || r == 0x7f }):
		return u, registry.ErrSyntax.On("username", clip(u.Login)) // Basic authentication ends a name at its colon
	case p.Login != nil && u.Login == AccreditationBot: // the operator's to give away
		return u, registry.ErrTaken.On("login", u.Login)
	case len(u.Subject) > 64: // ub-common-name (RFC 5280)
		return u, registry.ErrRange.On("subject", "at most 64 characters")
	case len(u.Ident.Code) > 32:
		return u, registry.ErrRange.On("identity_code", "at most 32 characters")
	}
	return u, registry.CheckRoles(u.Roles)
}

// Employ makes a user of the actor's registrar. For its users with RoleSuper.
type Employ struct{ Person Person }

func (c Employ) Run(t *Tx) (registry.User, error) {
	if err := t.demand(registry.RoleSuper); err != nil {
		return registry.User{}, err
	}
	u, err := c.Person.apply(registry.User{Realm: registrarRealm, Registrar: t.By.Registrar})
	if err != nil {
		return u, err
	}
	team, err := t.team()
	if err != nil {
		return u, err
	}
	if len(team) >= maxTeam {
		return u, registry.ErrTooMany.On("user", strconv.Itoa(maxTeam))
	}
	return CreateUser{User: u, Secret: c.Person.Secret}.Run(t)
}

// UpdateUser changes a user of the actor's registrar, by its number. A new
// password ends what was got with the old one. For users with RoleSuper, of whom
// one must stay: ErrLastSuper.
type UpdateUser struct {
	Number int64
	Person Person
}

func (c UpdateUser) Run(t *Tx) (registry.User, error) {
	was, err := t.Colleague(c.Number)
	if err != nil {
		return was, err
	}
	u, err := c.Person.apply(was)
	if err != nil {
		return u, err
	}
	if u.Login != was.Login {
		if _, err := t.st.Users().ByLogin(u.Realm, u.Login); err == nil {
			return u, registry.ErrTaken.On("login", u.Login)
		} else if _, err := found(err); err != nil {
			return u, err
		}
	}
	if err := t.keepSuper(was, u); err != nil {
		return u, err
	}
	if c.Person.Secret != "" {
		renewed, err := SetPassword{User: u.ID, Secret: c.Person.Secret}.Run(t)
		if err != nil {
			return u, err
		}
		u.Secret = renewed.Secret
	}
	u.Updated, u.UpdatedBy = t.Now, t.actor()
	return u, t.saveUser("update", u)
}

// keepSuper makes sure that after a change of one user somebody is left who can
// look after the users.
func (t *Tx) keepSuper(was, is registry.User) error {
	able := func(u registry.User) bool { return u.May(registry.RoleSuper) && !u.Disabled }
	if !able(was) || able(is) {
		return nil
	}
	team, err := t.team()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(team, func(u registry.User) bool { return u.ID != was.ID && able(u) }) {
		return registry.ErrLastSuper.On("user", was.Login)
	}
	return nil
}

// team returns the users of the actor's registrar.
func (s *Snapshot) team() (team []registry.User, err error) {
	if s.By.Registrar == "" {
		return nil, nil
	}
	for u, err := range s.st.Users().Of(s.By.Registrar, "") {
		if err != nil {
			return nil, err
		}
		if u.Realm == registrarRealm {
			team = append(team, u)
		}
	}
	slices.SortFunc(team, func(a, b registry.User) int { return int(a.Number - b.Number) })
	return team, nil
}

// Colleague returns a user of the actor's registrar by its number; ErrNoUser
// else, ErrRole for an actor without RoleSuper.
func (s *Snapshot) Colleague(number int64) (registry.User, error) {
	if err := s.demand(registry.RoleSuper); err != nil {
		return registry.User{}, err
	}
	team, err := s.team()
	if err != nil {
		return registry.User{}, err
	}
	i := slices.IndexFunc(team, func(u registry.User) bool { return u.Number == number })
	if i < 0 {
		return registry.User{}, registry.ErrNoUser.On("id", strconv.FormatInt(number, 10))
	}
	return s.st.Users().Get(team[i].ID) // by its key, which keeps it as it is
}
