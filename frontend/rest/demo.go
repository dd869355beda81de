package rest

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Demo is a dialect's part in a demo. The zero value has none, save that the dialect is
// served.
type Demo struct {
	// Registrar sells through the dialect, to three accounts of the demo; its ID is the
	// realm of their logins. nil: the dialect is no storefront, but for the users of
	// registrars.
	Registrar *registry.Registrar
	// Configure sets keys of the dialect's section; nil: the defaults.
	Configure func(s Section, d DemoSettings)
	// Token returns the API token of an account, made of random octets. nil: none.
	Token func(random []byte) string
	// Seed is run after an account and its user are created, in the same transaction. d
	// is the configured dialect. nil: nothing else is created.
	Seed func(t *command.Tx, d *Dialect, u registry.User, token string) error

	// Users returns the logins of the demo: users of accounts or of registrars, or
	// others in their place. nil: the given ones.
	Users func([]DemoUser) []DemoUser
	// Login says how users without a password log in, such as "by eID".
	Login string
	// Info returns the dialect's member of demo.json; nil: e-mail addresses and passwords.
	Info func([]DemoUser) any
	// Example returns a command line that registers a domain at a base URL. nil: none.
	Example func(url string, u DemoUser) string
}

// DemoSettings are the settings of a demo that concern a dialect's section.
type DemoSettings struct {
	Sandbox bool   // the section is of the sandbox, whose hosts begin with "test."
	Edition string // year of the edition for requests that name none; "": the default one
}

// A DemoUser is a user in a demo.
type DemoUser struct {
	Login    string // e-mail address, user name or identity code
	Password string // "": the user logs in otherwise
	Token    string // "": none
	Note     string // registrar's name, person's name or balance
}

// A DemoLogin is a user in demo.json, if Info is nil.
type DemoLogin struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// InfoOf returns the dialect's member of demo.json.
func (d Demo) InfoOf(users []DemoUser) any {
	if d.Info != nil {
		return d.Info(users)
	}
	var all []DemoLogin
	for _, u := range users {
		all = append(all, DemoLogin{u.Login, u.Password})
	}
	return all
}

// UsersOf returns the logins of the demo among the users of accounts or registrars.
func (d Demo) UsersOf(users []DemoUser) []DemoUser {
	if d.Users == nil {
		return users
	}
	return d.Users(users)
}
