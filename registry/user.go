package registry

import "slices"

// CheckRoles reports whether a registrar's user may have these roles: one at
// least, each once, and none of the registry's own; ErrMissing or ErrRange.
func CheckRoles(roles []Role) error {
	if len(roles) == 0 {
		return ErrMissing.On("roles", "")
	}
	for i, r := range roles {
		if r != RoleSuper && r != RoleEPP && r != RoleBilling || slices.Contains(roles[:i], r) {
			return ErrRange.On("roles", clip(string(r)))
		}
	}
	return nil
}

// CheckEmail reports whether s can be an e-mail address; ErrSyntax.
func CheckEmail(s string) error {
	if len(s) > 254 || !emailForm.MatchString(s) {
		return ErrSyntax.On("email", clip(s))
	}
	return nil
}

// CertSubject returns what the CN of u's certificates must be.
func (u User) CertSubject() string {
	if u.Subject != "" {
		return u.Subject
	}
	return u.Login
}

// Accepts returns u with one more certificate.
func (u User) Accepts(print string) User {
	prints := slices.DeleteFunc(slices.Clone(u.Prints), func(p string) bool { return p == NoPrint || p == print })
	u.Prints = append(prints, print)
	return u
}

// Rejects returns u with one certificate less. A user who had one is still
// asked for one when none is left.
func (u User) Rejects(print string) User {
	if !slices.Contains(u.Prints, print) {
		return u
	}
	u.Prints = slices.DeleteFunc(slices.Clone(u.Prints), func(p string) bool { return p == print })
	if len(u.Prints) == 0 {
		u.Prints = []string{NoPrint}
	}
	return u
}
