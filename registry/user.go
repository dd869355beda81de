package registry

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
)

// CheckRoles checks the roles of a registrar's user: ErrMissing for none, ErrRange
// for a duplicate or a role other than RoleSuper, RoleEPP and RoleBilling.
func CheckRoles(roles []Role) error {
	if len(roles) == 0 {
		return ErrMissing.On("roles", "")
	}
	for i, r := range roles {
		if r != RoleSuper && r != RoleEPP && r != RoleBilling || slices.Contains(roles[:i], r) {
			return ErrRange.On("roles", Truncate(string(r)))
		}
	}
	return nil
}

// CheckEmail returns ErrSyntax if s is not an e-mail address: an addr-spec of RFC 5322
// section 3.4.1 whose local part is a dot-atom of at most 64 octets and whose domain is a
// host name below a TLD. Both may be internationalized (RFC 6531). Quoted local parts and
// address literals are refused, since other systems seldom take them.
func CheckEmail(s string) error {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 || !isDotAtom(s[:at]) || !isMailDomain(s[at+1:]) {
		return ErrSyntax.On("email", Truncate(s))
	}
	return nil
}

// isDotAtom reports whether s is a dot-atom (RFC 5322 section 3.2.3, RFC 6532).
func isDotAtom(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.ContainsFunc(atom, isNotAtomText) {
			return false
		}
	}
	return true
}

func isNotAtomText(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	case r <= unicode.MaxASCII:
		return !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
	}
	return r == utf8.RuneError || IsInvisible(r) || unicode.IsSpace(r)
}

// isMailDomain reports whether s is a host name of two labels or more, the last of at
// least two characters.
func isMailDomain(s string) bool {
	n, err := name.ParseReference(s)
	return err == nil && n.Depth() > 1 && n.IsHostname() && !strings.HasSuffix(s, ".") && len(s)-strings.LastIndexByte(s, '.') > 2
}

// CertSubject returns the CN that u's certificates must have.
func (u User) CertSubject() string {
	if u.Subject != "" {
		return u.Subject
	}
	return u.Login
}

// WithFingerprint returns u with one more accepted certificate.
func (u User) WithFingerprint(fingerprint string) User {
	list := slices.DeleteFunc(slices.Clone(u.Fingerprints), func(p string) bool { return p == NoFingerprint || p == fingerprint })
	u.Fingerprints = append(list, fingerprint)
	return u
}

// WithoutFingerprint returns u with one accepted certificate less. Removing the
// last one leaves NoFingerprint, so that a certificate is still required.
func (u User) WithoutFingerprint(fingerprint string) User {
	if !slices.Contains(u.Fingerprints, fingerprint) {
		return u
	}
	u.Fingerprints = slices.DeleteFunc(slices.Clone(u.Fingerprints), func(p string) bool { return p == fingerprint })
	if len(u.Fingerprints) == 0 {
		u.Fingerprints = []string{NoFingerprint}
	}
	return u
}

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
