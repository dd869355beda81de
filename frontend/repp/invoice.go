package repp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var invoiceRoutes = requireRole(registry.RoleBilling,
	rest.HandleFunc("GET /invoices", "List the invoices", 200, listInvoices, invoiceDoc("Their numbers, or objects with `details=true`; newest first unless "+
		"`q[s]` sets another order.")),
	rest.HandleQuery("GET /invoices/{id}", "Show an invoice", 200,
		func(in idPath) command.Query[registry.Invoice] { return ledger.InvoiceInfo{ID: in.ID} },
		func(i registry.Invoice) answer[invoiceShown] { return success(invoiceShown{encodeInvoice(i)}) }, invoiceDoc("With its items, buyer and seller.")),
	rest.HandleFunc("GET /invoices/{id}/download", "Download an invoice", 200, downloadInvoice, pdfDoc()),
	rest.Handle("POST /invoices/{id}/send_to_recipient", "Send an invoice by e-mail", 200, decodeSendInvoice, encodeSentInvoice,
		invoiceDoc("The request is recorded; the registry sends the mail later.")),
	rest.Handle("PUT /invoices/{id}/cancel", "Cancel an invoice", 200,
		func(in idPath) command.Command[registry.Invoice] { return ledger.CancelInvoice{ID: in.ID} },
		func(i registry.Invoice) answer[invoiceBrief] { return success(invoiceBrief{encodeSimpleInvoice(i)}) }, invoiceDoc("Only while it is unpaid.")),
	rest.Handle("POST /invoices/add_credit", "Request credit", 200,
		func(in creditBody) command.Command[registry.Invoice] {
			return addCredit{in.Invoice.Amount, in.Invoice.Description}
		}, func(i registry.Invoice) answer[invoiceBrief] { return success(invoiceBrief{encodeSimpleInvoice(i)}) },
		invoiceDoc("Creates an invoice. Its amount, without VAT, is credited to the account once it is paid.")),
)

func invoiceDoc(text string) rest.Doc {
	return rest.Doc{Tag: invoices, Description: text, Refusals: map[string]rest.Refusal{
		"invoice-absent": refusal(404, 2303, "Object does not exist"),
		"invoice-closed": refusal(400, 2304, "Object status prohibits operation"),
		"range:amount":   refusal(400, 2004, "Parameter value range error: amount"),
		"syntax":         refusal(400, 2005, "Parameter value syntax error: {field}"),
	}}
}

func pdfDoc() rest.Doc {
	doc := invoiceDoc("The invoice as a PDF file.")
	doc.Produces = "application/pdf"
	return doc
}

type invoiceShown struct {
	Invoice invoice `json:"invoice"`
}

type invoiceBrief struct {
	Invoice simpleInvoice `json:"invoice"`
}

// simpleInvoice is the short form of an invoice.
type simpleInvoice struct {
	ID          int64            `json:"id"`
	Number      int64            `json:"number"`
	Paid        bool             `json:"paid"`
	Payable     bool             `json:"payable"`
	Link        rest.Opt[string] `json:"payment_link" doc:"Always null: invoices are paid by transfer"`
	Receipt     ee.Date          `json:"receipt_date" doc:"When it was paid"`
	Cancelled   bool             `json:"cancelled"`
	Cancellable bool             `json:"cancellable"`
	Due         ee.Date          `json:"due_date"`
	Total       string           `json:"total" example:"124.0"`
	Recipient   string           `json:"recipient" doc:"E-mail address"`
	Monthly     bool             `json:"monthly_invoice" doc:"Always false: accounts are prepaid"`
}

type invoice struct {
	simpleInvoice
	Issue       ee.Date       `json:"issue_date"`
	CancelledAt ee.LocalTime  `json:"cancelled_at"`
	Subtotal    string        `json:"subtotal"`
	VAT         string        `json:"vat_amount"`
	Rate        string        `json:"vat_rate" doc:"Percent" example:"24.0"`
	Description string        `json:"description"`
	Reference   string        `json:"reference_no"`
	Created     ee.LocalTime  `json:"created_at"`
	Updated     ee.LocalTime  `json:"updated_at"`
	Currency    string        `json:"currency" example:"EUR"`
	Seller      business      `json:"seller"`
	Buyer       business      `json:"buyer"`
	Items       []invoiceItem `json:"items"`
}

type business struct {
	Name    string `json:"name"`
	RegNo   string `json:"reg_no"`
	IBAN    string `json:"iban"`
	Bank    string `json:"bank"`
	SWIFT   string `json:"swift"`
	VATNo   string `json:"vat_no"`
	Address string `json:"address"`
	Country string `json:"country"`
	Phone   string `json:"phone"`
	URL     string `json:"url"`
	Email   string `json:"email"`
	Contact string `json:"contact_name"`
}

type invoiceItem struct {
	Description string `json:"description"`
	Unit        string `json:"unit"`
	Quantity    int64  `json:"quantity"`
	Price       string `json:"price"`
	Sum         string `json:"sum_without_vat"`
	VAT         string `json:"vat_amount"`
	Total       string `json:"total"`
}

func encodeSimpleInvoice(i registry.Invoice) simpleInvoice {
	open := i.State() == registry.InvoiceOpen
	return simpleInvoice{
		ID: i.ID, Number: i.Number, Paid: i.State() == registry.InvoicePaid, Payable: open, Link: rest.Null[string](), Receipt: ee.Date(i.Paid),
		Cancelled: i.State() == registry.InvoiceCancelled, Cancellable: open, Due: ee.Date(i.Due), Total: decimal(i.Total()), Recipient: i.Buyer.Email,
	}
}

func encodeInvoice(i registry.Invoice) invoice {
	sub := i.Subtotal()
	out := invoice{
		simpleInvoice: encodeSimpleInvoice(i), Issue: ee.Date(i.Issued), CancelledAt: ee.LocalTime(i.Cancelled),
		Subtotal: decimal(sub), VAT: decimal(i.Tax(sub)), Rate: rateText(i.VAT), Description: i.Note, Reference: i.Reference,
		Created: ee.LocalTime(i.Issued), Updated: ee.LocalTime(i.Updated), Currency: i.Currency, Seller: encodeBusiness(i.Seller), Buyer: encodeBusiness(i.Buyer),
	}
	if i.Updated.IsZero() {
		out.Updated = out.Created
	}
	for _, item := range i.Items {
		price := money.Amount{Minor: item.Price, Currency: i.Currency}
		sum := price.Times(int(item.Count))
		out.Items = append(out.Items, invoiceItem{
			item.Text, item.Unit, item.Count, decimal(price), decimal(sum), decimal(i.Tax(sum)), decimal(sum.Plus(i.Tax(sum))),
		})
	}
	return out
}

func encodeBusiness(b registry.Business) business {
	return business{
		Name: b.Name, RegNo: b.RegNo, IBAN: b.IBAN, Bank: b.Bank, SWIFT: b.SWIFT, VATNo: b.VATNo, Address: addressLine(b.Address),
		Country: b.Address.Country, Phone: b.Voice, URL: b.Website, Email: b.Email, Contact: b.Address.Name,
	}
}

// addressLine returns an address without its country on one line.
func addressLine(p registry.Postal) string {
	parts := append(slices.Clone(p.Street), strings.TrimSpace(p.PostalCode+" "+p.City), p.State)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// rateText formats a rate in thousandths of a percent as a percentage: "24.0".
func rateText(rate int64) string {
	text := strconv.FormatFloat(float64(rate)/1000, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

func downloadInvoice(c *rest.Call, in idPath) (rest.File, error) {
	i, err := rest.Ask(c, ledger.InvoiceInfo{ID: in.ID})
	if err != nil {
		return rest.File{}, err
	}
	body, err := invoicePDF(i)
	return rest.File{Name: "Invoice-" + strconv.FormatInt(i.Number, 10) + ".pdf", Type: "application/pdf", Body: body}, err
}
