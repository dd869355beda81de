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
	Name       string  `toml:"name"`
	RegNo      string  `toml:"reg_no"`
	VATNo      string  `toml:"vat_no"`
	Street     string  `toml:"street"`
	City       string  `toml:"city"`
	Postcode   string  `toml:"postcode"`
	Country    string  `toml:"country"`
	Bank       string  `toml:"bank"`
	IBAN       string  `toml:"iban"`
	SWIFT      string  `toml:"swift"`
	Email      string  `toml:"email"`
	Phone      string  `toml:"phone"`
	Website    string  `toml:"website"`
	VAT        float64 `toml:"vat"`
	DueDays    int     `toml:"due_days"`
	MinInvoice string  `toml:"least"`
}

// billing converts c to a registry.Billing.
func (c BillingConfig) billing() (registry.Billing, error) {
	b := registry.Billing{
		Seller: registry.Business{
			Name: c.Name, RegNo: c.RegNo, VATNo: c.VATNo, IBAN: c.IBAN, Bank: c.Bank, SWIFT: c.SWIFT, Email: c.Email, Voice: c.Phone, Website: c.Website,
			Address: registry.Postal{City: c.City, PostalCode: c.Postcode, Country: c.Country},
		},
		VAT: int64(math.Round(c.VAT * 1000)), PaymentPeriod: time.Duration(c.DueDays) * 24 * time.Hour,
	}
	if c.Street != "" {
		b.Seller.Address.Street = []string{c.Street}
	}
	if c.MinInvoice != "" {
		least, err := money.Parse(c.MinInvoice, "EUR")
		if err != nil || least.Sign() < 0 {
			return b, fmt.Errorf("billing.least: %q is not an amount", c.MinInvoice)
		}
		b.MinAmount = least.Minor
	}
	switch {
	case !(c.VAT >= 0 && c.VAT <= 100):
		return b, fmt.Errorf("billing.vat: %v is not a percentage", c.VAT)
	case c.DueDays < 0 || c.DueDays > 365:
		return b, fmt.Errorf("billing.due_days: %d is not within 0 to 365", c.DueDays)
	}
	return b, nil
}
