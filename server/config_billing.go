package server

import (
	"fmt"
	"math"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// A BillingConfig is the billing section: the seller on the registry's invoices.
type BillingConfig struct {
	Name       string  `toml:"name" doc:"Name of the seller." example:"'Example Registry'"`
	RegNo      string  `toml:"reg_no" doc:"Its number in a trade register."`
	VATNo      string  `toml:"vat_no" doc:"Its VAT number."`
	Street     string  `toml:"street" doc:"Street."`
	City       string  `toml:"city" doc:"City."`
	Postcode   string  `toml:"postcode" doc:"Postal code."`
	Country    string  `toml:"country" doc:"Country code, two letters; registrars with a VAT number of another country pay no VAT."`
	Bank       string  `toml:"bank" doc:"Name of its bank."`
	IBAN       string  `toml:"iban" doc:"IBAN of its account."`
	SWIFT      string  `toml:"swift" doc:"BIC of its bank."`
	Email      string  `toml:"email" doc:"E-mail address."`
	Phone      string  `toml:"phone" doc:"Telephone number." example:"'+372.5000001'"`
	Website    string  `toml:"website" doc:"URL of its website."`
	VAT        float64 `toml:"vat" doc:"VAT in percent."`
	DueDays    int     `toml:"due_days" doc:"Days until an invoice is due."`
	MinInvoice string  `toml:"min_invoice" doc:"Minimum amount of an invoice." example:"'1.00'"`
}

// billing converts c to a registry.Billing.
func (c BillingConfig) billing() (registry.Billing, error) {
	b := registry.Billing{
		Seller: registry.Business{
			Name: c.Name, RegNo: c.RegNo, VATNo: c.VATNo, IBAN: c.IBAN, Bank: c.Bank, SWIFT: c.SWIFT, Email: c.Email, Voice: c.Phone, Website: registry.URI(c.Website),
			Address: registry.Postal{City: c.City, PostalCode: c.Postcode, Country: c.Country}.Normalize(),
		},
		VAT: int64(math.Round(c.VAT * 1000)), PaymentPeriod: time.Duration(c.DueDays) * 24 * time.Hour,
	}
	if c.Street != "" {
		b.Seller.Address.Street = []string{c.Street}
	}
	if c.MinInvoice != "" {
		least, err := money.Parse(c.MinInvoice, "EUR")
		if err != nil || least.Sign() < 0 {
			return b, fmt.Errorf("billing.min_invoice: %q is not an amount", c.MinInvoice)
		}
		b.MinAmount = least.Minor
	}
	if err := b.Seller.Address.Check(); err != nil {
		return b, fmt.Errorf("billing: %w", err)
	}
	switch {
	case c.Email != "" && registry.CheckEmail(c.Email) != nil:
		return b, fmt.Errorf("billing.email: %q is not an e-mail address", c.Email)
	case !(c.VAT >= 0 && c.VAT <= 100):
		return b, fmt.Errorf("billing.vat: %v is not a percentage", c.VAT)
	case c.DueDays < 0 || c.DueDays > 365:
		return b, fmt.Errorf("billing.due_days: %d is not within 0 to 365", c.DueDays)
	}
	return b, nil
}
