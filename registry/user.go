package registry

import "slices"

// CheckRoles checks the roles of a registrar's user: ErrMissing for none, ErrRange
// for a duplicate or a role other than RoleSuper, RoleEPP and RoleBilling.
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

// CheckEmail returns ErrSyntax if s is not an e-mail address.
func CheckEmail(s string) error {
	if len(s) > 254 || !emailForm.MatchString(s) {
		return ErrSyntax.On("email", clip(s))
	}
	return nil
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
