package ee

import (
	"regexp"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// checkContact is Policy.CheckContact: it refuses an ident of the wrong form
// (docs/contracts/ee.md section 2.7, contract D20) and a company as administrative
// contact (section 2.1). A contact without ident passes, since customers of the
// storefronts have none.
func checkContact(c registry.Contact, role registry.ContactRole, now time.Time) error {
	switch {
	case !validIdent(c.Ident, now):
		return registry.ErrSyntax.On("ident", registry.Truncate(c.Ident.Code))
	case role == "admin" && c.Ident.Type == registry.IdentOrg:
		return registry.ErrContactData.On("admin", string(c.ID))
	}
	return nil
}

// maxAge is the age in years up to which a date of birth is believed.
const maxAge = 150

// registrationNumber is the form of a number in the Estonian register of companies.
var registrationNumber = regexp.MustCompile(`^[0-9]{8}$`)

// validIdent reports whether an ident can be one at now: an Estonian number has the form
// of its register, and a date of birth is that of a person who may be alive.
func validIdent(i registry.Ident, now time.Time) bool {
	switch {
	case i.Country != "EE":
	case i.Type == registry.IdentPerson && !personalCode(i.Code), i.Type == registry.IdentOrg && !registrationNumber.MatchString(i.Code):
		return false
	}
	born, known := birthday(i)
	if !known {
		return true
	}
	today, day := now.In(tallinn()), born.Format(time.DateOnly)
	return day <= today.Format(time.DateOnly) && day >= today.AddDate(-maxAge, 0, 0).Format(time.DateOnly)
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
