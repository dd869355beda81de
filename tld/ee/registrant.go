package ee

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// ageOfMajority is the age in years from which a person may hold a domain without
// an administrative contact.
const ageOfMajority = 18

// checkRegistrant is Policy.CheckRegistrant: the domain of a company and that of a
// minor need an administrative contact (docs/contracts/ee.md sections 2.1 and 4,
// contract D20).
func checkRegistrant(c registry.Contact, d registry.Domain, now time.Time) error {
	if len(d.Admin) == 0 && (c.Ident.Type == registry.IdentOrg || isMinor(c.Ident, now)) {
		return registry.ErrContactRequired.On("admin", "at least 1")
	}
	return nil
}

// isMinor reports whether the ident is that of a person under age on the day of now
// in Tallinn. An ident that does not tell the date of birth is that of an adult.
func isMinor(i registry.Ident, now time.Time) bool {
	born, known := birthday(i)
	if !known {
		return false
	}
	today := now.In(tallinn()).Format(time.DateOnly)
	return born.AddDate(ageOfMajority, 0, 0).Format(time.DateOnly) > today
}

// birthday returns the date of birth that an ident of type birthday is, or that an
// Estonian personal code contains; false for any other ident.
func birthday(i registry.Ident) (born time.Time, known bool) {
	var err error
	switch {
	case i.Type == registry.IdentBirthday:
		born, err = time.Parse(time.DateOnly, i.Code)
	case i.Type == registry.IdentPerson && i.Country == "EE" && personalCode(i.Code):
		born, err = time.Parse("20060102", century(i.Code)+i.Code[1:7])
	default:
		return born, false
	}
	return born, err == nil
}
