package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

type invoiceParams struct {
	paging
	Details   string `query:"details" enum:"true,false"`
	NumberMin *int64 `query:"q[number_gteq]"`
	NumberMax *int64 `query:"q[number_lteq]"`
	NumberIs  *int64 `query:"q[number_eq]"`
	TotalMin  string `query:"q[total_gteq]"`
	TotalMax  string `query:"q[total_lteq]"`

	IssueFrom   dateParam `query:"q[issue_date_gteq]"`
	IssueUntil  dateParam `query:"q[issue_date_lteq]"`
	DueFrom     dateParam `query:"q[due_date_gteq]"`
	DueUntil    dateParam `query:"q[due_date_lteq]"`
	PaidFrom    dateParam `query:"q[account_activity_created_at_gteq]" doc:"Paid on that day or later"`
	PaidUntil   dateParam `query:"q[account_activity_created_at_lteq]" doc:"Paid on that day or earlier"`
	IsCancelled string    `query:"q[cancelled_at_not_null]" enum:"true,false"`
	Sort        string    `query:"q[s]" doc:"number, issue_date, due_date, total or created_at, with asc or desc" example:"number asc"`
}

type invoiceList struct {
	Invoices []any `json:"invoices" doc:"Numbers or objects"`
	Count    int   `json:"count"`
	Total    int   `json:"total_number_of_records"`
}

func listInvoices(c *rest.Call, in invoiceParams) (answer[invoiceList], error) {
	q, err := in.query()
	if err != nil {
		return answer[invoiceList]{}, err
	}
	list, err := rest.Ask(c, q)
	out := invoiceList{Invoices: []any{}, Count: list.Count, Total: list.Count}
	for _, i := range list.Invoices {
		if in.Details == "true" {
			out.Invoices = append(out.Invoices, encodeInvoice(i))
		} else {
			out.Invoices = append(out.Invoices, i.Number)
		}
	}
	return success(out), err
}

// query returns the query that the parameters describe. Totals are in euro cents:
// the registry has no other currency.
func (in invoiceParams) query() (q ledger.ListInvoices, err error) {
	q = ledger.ListInvoices{
		MinNumber: in.NumberMin, MaxNumber: in.NumberMax,
		Issued: daysBetween(in.IssueFrom, in.IssueUntil), Due: daysBetween(in.DueFrom, in.DueUntil), Paid: daysBetween(in.PaidFrom, in.PaidUntil),
		Offset: in.Offset, Limit: in.limit(),
	}
	if is := in.NumberIs; is != nil {
		if q.MinNumber == nil || *is > *q.MinNumber {
			q.MinNumber = is
		}
		if q.MaxNumber == nil || *is < *q.MaxNumber {
			q.MaxNumber = is
		}
	}
	if in.IsCancelled != "" {
		cancelled := in.IsCancelled == "true"
		q.Cancelled = &cancelled
	}
	if q.Order, err = parseInvoiceOrder(in.Sort); err != nil {
		return q, err
	}
	if q.MinTotal, err = parseSum("q[total_gteq]", in.TotalMin); err != nil {
		return q, err
	}
	q.MaxTotal, err = parseSum("q[total_lteq]", in.TotalMax)
	return q, err
}

// daysBetween returns the time from the first day to the end of the last; an
// absent day is no bound.
func daysBetween(first, last dateParam) ledger.Period {
	p := ledger.Period{From: first.start}
	if !last.IsZero() {
		p.Until = last.end()
	}
	return p
}

func parseSum(field, text string) (*int64, error) {
	if text == "" {
		return nil, nil
	}
	a, err := parseAmount(field, text, "EUR")
	return &a.Minor, err
}

// parseInvoiceOrder parses q[s]: "field direction".
func parseInvoiceOrder(sort string) (ledger.InvoiceOrder, error) {
	field, direction, _ := strings.Cut(strings.TrimSpace(sort), " ")
	by, ok := map[string]ledger.InvoiceField{
		"": "", "id": ledger.InvoiceID, "number": ledger.InvoiceNumber, "issue_date": ledger.InvoiceIssued,
		"created_at": ledger.InvoiceIssued, "due_date": ledger.InvoiceDue, "total": ledger.InvoiceTotal,
	}[field]
	if !ok || direction != "" && direction != "asc" && direction != "desc" {
		return ledger.InvoiceOrder{}, registry.ErrSyntax.On("q[s]", registry.Truncate(sort))
	}
	return ledger.InvoiceOrder{By: by, Descending: direction == "desc"}, nil
}
