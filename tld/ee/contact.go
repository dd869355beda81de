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

// checkRegistrant is Policy.CheckRegistrant: the domain of a company needs an
// administrative contact (docs/contracts/ee.md sections 2.1 and 4).
func checkRegistrant(c registry.Contact, d registry.Domain) error {
	if c.Ident.Type == registry.IdentOrg && len(d.Admin) == 0 {
		return registry.ErrContactCount.On("admin", "0")
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
	century := [...]string{"18", "19", "20", "21"}[(s[0]-'1')/2]
	if _, err := time.Parse("20060102", century+s[1:7]); err != nil {
		return false
	}
	return s[10] == checkDigit(s)
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
