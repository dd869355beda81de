package registrar

import (
	"regexp"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateRegistrar updates the billing data of the actor's own registrar; a nil
// field is not changed. For its users with RoleEPP or RoleBilling.
type UpdateRegistrar struct {
	BillingEmail *string // "": the registrar's e-mail address
	IBAN         *string // "": none
	PDF          *bool   // whether invoices come with a PDF
}

func (c UpdateRegistrar) Run(t *command.Tx) (registry.Registrar, error) {
	if err := t.RequireRole(registry.RoleBilling, registry.RoleEPP); err != nil {
		return registry.Registrar{}, err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return r, err
	}
	if c.BillingEmail != nil {
		if *c.BillingEmail != "" && registry.CheckEmail(*c.BillingEmail) != nil {
			return r, registry.ErrSyntax.On("billing_email", registry.Truncate(*c.BillingEmail))
		}
		r.BillingEmail = *c.BillingEmail
	}
	if c.IBAN != nil {
		iban := strings.ToUpper(strings.ReplaceAll(*c.IBAN, " ", ""))
		if iban != "" && !isIBAN(iban) {
			return r, registry.ErrSyntax.On("iban", registry.Truncate(*c.IBAN))
		}
		r.IBAN = iban
	}
	if c.PDF != nil {
		r.NoPDF = !*c.PDF
	}
	return r, t.SaveRegistrar(registry.VerbUpdate, &r)
}

// MaxIBAN is the maximum length of an IBAN (ISO 13616).
const MaxIBAN = 34

var ibanPattern = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}$`)

// isIBAN reports whether s has the form and the check digits of an IBAN (ISO 7064,
// MOD 97-10).
func isIBAN(s string) bool {
	if !ibanPattern.MatchString(s) {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}
