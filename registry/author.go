package registry

import (
	"regexp"
	"strings"
)

// Author identifies who created or changed an object: the registrar of crID and upID
// in RFC 5731, and its user, if one was logged in. The zero Author is the registry, or
// time. It is stored as text: "12-CAD@best-names", or "best-names" without a user.
type Author struct {
	Registrar RegistrarID
	User      UserID
}

// Author returns the author of the changes that a makes.
func (a Actor) Author() Author { return Author{a.Registrar, a.User} }

// String returns the stored form of a.
func (a Author) String() string {
	switch {
	case a.User == "":
		return string(a.Registrar)
	case a.Registrar == "":
		return string(a.User)
	}
	return string(a.User) + "@" + string(a.Registrar)
}

func (a Author) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the stored form. Text without "@" is a user's ID if it has the
// form of a ROID, as rows before version 0.2 have it without the registrar.
func (a *Author) UnmarshalText(text []byte) error {
	user, registrar, both := strings.Cut(string(text), "@")
	switch {
	case both:
		*a = Author{RegistrarID(registrar), UserID(user)}
	case roidForm.MatchString(user):
		*a = Author{User: UserID(user)}
	default:
		*a = Author{Registrar: RegistrarID(user)}
	}
	return nil
}

var roidForm = regexp.MustCompile(`^[0-9]+-[A-Z0-9]+$`)
