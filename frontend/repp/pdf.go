package repp

import (
	"bytes"
	_ "embed"
	"fmt"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// dejavu is a font with the letters of every European language. A PDF embeds
// only the glyphs that it uses. Its licence is in font/LICENSE.
//
//go:embed font/DejaVuSansCondensed.ttf
var dejavu []byte

const font = "DejaVu"

// page is a PDF document that is written line by line from top to bottom.
type page struct{ *fpdf.Fpdf }

// invoicePDF returns an invoice as a PDF: the same bytes for the same invoice.
func invoicePDF(i registry.Invoice) ([]byte, error) {
	p := page{fpdf.New("P", "mm", "A4", "")}
	p.SetCreationDate(i.Issued)
	p.SetModificationDate(i.Issued)
	p.SetCatalogSort(true)
	p.SetTitle("Invoice no. "+strconv.FormatInt(i.Number, 10), true)
	p.SetAuthor(i.Seller.Name, true)
	p.SetMargins(20, 20, 20)
	p.AddUTF8FontFromBytes(font, "", dejavu)
	p.AddPage()
	p.heading(i)
	p.parties(i)
	p.items(i)
	p.payment(i)
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, fmt.Errorf("invoice %d as PDF: %w", i.Number, err)
	}
	return b.Bytes(), nil
}

func (p page) heading(i registry.Invoice) {
	p.SetFont(font, "", 18)
	p.CellFormat(0, 10, "Invoice no. "+strconv.FormatInt(i.Number, 10), "", 1, "L", false, 0, "")
	p.SetFont(font, "", 9)
	p.labelled("Issued", dayOf(i.Issued))
	p.labelled("Due", dayOf(i.Due))
	switch i.State() {
	case registry.InvoicePaid:
		p.labelled("Paid", dayOf(i.Paid))
	case registry.InvoiceCancelled:
		p.labelled("Cancelled", dayOf(i.Cancelled))
	}
	p.Ln(6)
}

// labelled writes a line with a label and a text; nothing if the text is empty.
func (p page) labelled(label, text string) {
	if text == "" {
		return
	}
	p.SetTextColor(110, 110, 110)
	p.CellFormat(30, 5, label, "", 0, "L", false, 0, "")
	p.SetTextColor(0, 0, 0)
	p.MultiCell(0, 5, text, "", "L", false)
}

func (p page) parties(i registry.Invoice) {
	for _, party := range []struct {
		label    string
		business registry.Business
	}{{"Seller", i.Seller}, {"Buyer", i.Buyer}} {
		p.labelled(party.label, party.business.Name)
		p.labelled("Reg. no.", party.business.RegNo)
		p.labelled("VAT no.", party.business.VATNo)
		address := addressLine(party.business.Address)
		if party.business.Address.Country != "" && address != "" {
			address += ", " + party.business.Address.Country
		}
		p.labelled("Address", address)
		p.labelled("E-mail", party.business.Email)
		p.Ln(4)
	}
}

// columns holds the widths in millimetres of the columns of the items table.
var columns = []float64{80, 20, 30, 40}

func (p page) items(i registry.Invoice) {
	p.row("B", "Description", "Quantity", "Price", "Sum, "+i.Currency)
	for _, item := range i.Items {
		price := money.Amount{Minor: item.Price, Currency: i.Currency}
		p.row("", item.Text, strconv.FormatInt(item.Count, 10)+" "+item.Unit, price.Decimal(), price.Times(int(item.Count)).Decimal())
	}
	sub := i.Subtotal()
	p.Ln(2)
	p.row("", "", "", "Without VAT", sub.Decimal())
	p.row("", "", "", "VAT "+rateText(i.VAT)+" %", i.Tax(sub).Decimal())
	p.row("T", "", "", "Total, "+i.Currency, i.Total().Decimal())
	p.Ln(6)
}

// row writes a row of the items table. Text that is too long for the first column
// is truncated.
func (p page) row(border string, cells ...string) {
	for k, text := range cells {
		align := "R"
		if k == 0 {
			align = "L"
			if lines := p.SplitText(text, columns[0]-2); len(lines) > 1 {
				text = lines[0] + "…"
			}
		}
		p.CellFormat(columns[k], 6, text, border, 0, align, false, 0, "")
	}
	p.Ln(-1)
}

func (p page) payment(i registry.Invoice) {
	p.labelled("Bank", i.Seller.Bank)
	p.labelled("IBAN", i.Seller.IBAN)
	p.labelled("SWIFT", i.Seller.SWIFT)
	p.labelled("Reference", i.Reference)
}

func dayOf(t time.Time) string { return t.In(ee.Tallinn).Format(time.DateOnly) }
