package registry

import (
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/money"
)

// Billing configures the registry's invoices. The zero Billing charges no VAT and
// has invoices due at once.
type Billing struct {
	Seller        Business
	VAT           int64         // percent, in thousandths: 24000 is 24 %
	PaymentPeriod time.Duration // between issue and due date
	MinAmount     int64         // minimum total in minor units; 0: one
}

// Business is the seller or the buyer of an invoice.
type Business struct {
	Name    string `json:"name"`
	RegNo   string `json:"reg_no,omitempty"`
	VATNo   string `json:"vat_no,omitempty"`
	IBAN    string `json:"iban,omitempty"`
	Bank    string `json:"bank,omitempty"`
	SWIFT   string `json:"swift,omitempty"`
	Address Postal `json:"address,omitzero"`
	Voice   string `json:"voice,omitempty"`
	Email   string `json:"email,omitempty"`
	Website string `json:"website,omitempty"`
}

// Invoice requests a payment of a registrar to its deposit.
type Invoice struct {
	ID        int64         `json:"id"`
	Number    int64         `json:"number"` // ascending without gaps in an environment
	Registrar RegistrarID   `json:"registrar"`
	Reference string        `json:"reference"` // see PaymentReference
	Currency  string        `json:"currency"`
	Note      string        `json:"note,omitempty"`
	Seller    Business      `json:"seller"`
	Buyer     Business      `json:"buyer"`
	Items     []InvoiceItem `json:"items"`
	VAT       int64         `json:"vat,omitempty"`    // percent, in thousandths
	Reload    bool          `json:"reload,omitempty"` // issued automatically; see the type Reload
	Issued    time.Time     `json:"issued"`
	IssuedBy  Author        `json:"issued_by,omitzero"`
	Due       time.Time     `json:"due"`
	Paid      time.Time     `json:"paid,omitzero"`
	Cancelled time.Time     `json:"cancelled,omitzero"`
	Sent      []Dispatch    `json:"sent,omitempty"` // requests to send it by e-mail
	Updated   time.Time     `json:"updated,omitzero"`
}

// InvoiceItem is one line of an invoice.
type InvoiceItem struct {
	Text  string `json:"text"`
	Unit  string `json:"unit"`
	Count int64  `json:"count"`
	Price int64  `json:"price"` // minor units per unit, without VAT
}

// Dispatch is a request to send an invoice to an e-mail address.
type Dispatch struct {
	To string    `json:"to"`
	At time.Time `json:"at"`
}

// InvoiceState is the state of an invoice.
type InvoiceState string

const (
	InvoiceOpen      InvoiceState = "open"
	InvoicePaid      InvoiceState = "paid"
	InvoiceCancelled InvoiceState = "cancelled"
)

// State returns the state of the invoice.
func (i Invoice) State() InvoiceState {
	switch {
	case !i.Cancelled.IsZero():
		return InvoiceCancelled
	case !i.Paid.IsZero():
		return InvoicePaid
	}
	return InvoiceOpen
}

// Subtotal returns the sum of the items without VAT.
func (i Invoice) Subtotal() money.Amount {
	sum := money.Amount{Currency: i.Currency}
	for _, item := range i.Items {
		sum = sum.Plus(money.Amount{Minor: item.Price, Currency: i.Currency}.Times(int(item.Count)))
	}
	return sum
}

// Tax returns the VAT on an amount of the invoice, rounded half up.
func (i Invoice) Tax(a money.Amount) money.Amount {
	return money.Amount{Minor: (a.Minor*i.VAT + 50_000) / 100_000, Currency: a.Currency}
}

// Total returns the sum with VAT.
func (i Invoice) Total() money.Amount {
	sub := i.Subtotal()
	return sub.Plus(i.Tax(sub))
}

// VATRate returns the VAT rate for a buyer: 0 if it is registered for VAT in
// another country (reverse charge).
func (b Billing) VATRate(buyer Business) int64 {
	if buyer.VATNo != "" && buyer.Address.Country != "" && buyer.Address.Country != b.Seller.Address.Country {
		return 0
	}
	return b.VAT
}

// PaymentReference returns the payment reference of a number: its digits and a
// check digit with weights 7, 3, 1 from the right, as Estonian banks require.
func PaymentReference(n int64) string {
	digits := strconv.FormatInt(max(n, 1), 10)
	sum := 0
	for i := range len(digits) {
		sum += int(digits[len(digits)-1-i]-'0') * [...]int{7, 3, 1}[i%3]
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}
