package ee

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// checkContact is Policy.CheckContact: it refuses an invalid Estonian personal code
// (docs/contracts/ee.md section 2.7) and a company as administrative contact
// (section 2.1). A contact without ident passes, since customers of the storefronts
// have none.
func checkContact(c registry.Contact, role registry.ContactRole) error {
	switch {
	case c.Ident.Type == registry.IdentPerson && c.Ident.Country == "EE" && !personalCode(c.Ident.Code):
		return registry.ErrSyntax.On("ident", c.Ident.Code)
	case role == "admin" && c.Ident.Type == registry.IdentOrg:
		return registry.ErrContactData.On("admin", string(c.ID))
	}
	return nil
}

// checkContactChange is Policy.CheckContactChange: an ident cannot be changed, only
// set (docs/contracts/ee.md section 2.7).
func checkContactChange(before, after registry.Contact, _ registry.ContactRole) error {
	if before.Ident != (registry.Ident{}) && before.Ident != after.Ident {
		return registry.ErrContactImmutable.On("ident", after.Ident.Code)
	}
	return nil
}

// personalCode reports whether s is an Estonian personal identification code:
// century and sex, date of birth, three-digit serial number, check digit.
func personalCode(s string) bool {
	if len(s) != 11 || s[0] < '1' || s[0] > '8' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	if _, err := time.Parse("20060102", century(s)+s[1:7]); err != nil {
		return false
	}
	return s[10] == checkDigit(s)
}

// century returns the first two digits of the year of birth, which the first digit
// of a personal code, '1' to '8', tells.
func century(code string) string {
	return [...]string{"18", "19", "20", "21"}[(code[0]-'1')/2]
}

// checkDigit returns the check digit of the first ten digits of s: their weighted
// sum modulo 11, or if that is 10 the one with the second set of weights, or if
// that is 10, too, 0.
func checkDigit(s string) byte {
	for _, first := range []int{1, 3} {
		sum := 0
		for i := range 10 {
			weight := (first-1+i)%9 + 1
			sum += weight * int(s[i]-'0')
		}
		if sum%11 < 10 {
			return byte('0' + sum%11)
		}
	}
	return '0'
}
