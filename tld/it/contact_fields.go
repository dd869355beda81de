package it

import (
	"regexp"

	"github.com/cadastre-registry/cadastre/registry"
)

// The fields that .it adds to contacts (docs/contracts/altravia.md section 2.5).
const (
	Nationality registry.ExtensionField = "nationality" // ISO 3166-1 alpha-2
	EntityType  registry.ExtensionField = "entitytype"  // "1" (natural person) to "7"; none: not a registrant
	RegCode     registry.ExtensionField = "regcode"     // codice fiscale or VAT number
	SchoolCode  registry.ExtensionField = "schoolcode"  // for edu.it
)

var contactFields = []registry.ContactField{
	{Name: Nationality, Upper: true, Check: checkForm(Nationality, regexp.MustCompile("^[A-Z]{2}$"), registry.ErrSyntax)},
	{Name: EntityType, Check: checkForm(EntityType, regexp.MustCompile("^[1-7]$"), registry.ErrRange), NaturalPerson: isNaturalPerson},
	{Name: RegCode, Public: registry.FieldIdent},
	{Name: SchoolCode},
}

// checkForm returns a check that values have a form.
func checkForm(f registry.ExtensionField, form *regexp.Regexp, fault *registry.Fault) func(string) error {
	return func(value string) error {
		if !form.MatchString(value) {
			return fault.On(string(f), registry.Truncate(value))
		}
		return nil
	}
}

// isNaturalPerson returns nil for type 7, which an account's own contact has too.
func isNaturalPerson(entityType string) *bool {
	if entityType == foreign {
		return nil
	}
	person := entityType == naturalPerson
	return &person
}
