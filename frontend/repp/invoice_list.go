package repp

import (
	"cmp"
	"strings"
	"time"

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
	order, err := invoiceOrder(in.Sort)
	if err != nil {
		return answer[invoiceList]{}, err
	}
	keep, err := in.filter()
	if err != nil {
		return answer[invoiceList]{}, err
	}
	list, err := rest.Ask(c, ledger.ListInvoices{Filter: keep, Order: order, Offset: in.Offset, Limit: in.limit()})
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

// filter returns the filter that the parameters describe.
func (in invoiceParams) filter() (func(registry.Invoice) bool, error) {
	// Totals are compared in euro cents: the registry has no other currency.
	least, err := parseSum("q[total_gteq]", in.TotalMin)
	if err != nil {
		return nil, err
	}
	most, err := parseSum("q[total_lteq]", in.TotalMax)
	if err != nil {
		return nil, err
	}
	return func(i registry.Invoice) bool {
		number, total := i.Number, i.Total().Minor
		return atLeast(number, in.NumberMin) && atMost(number, in.NumberMax) && (in.NumberIs == nil || number == *in.NumberIs) &&
			atLeast(total, least) && atMost(total, most) &&
			isWithin(i.Issued, in.IssueFrom, in.IssueUntil) && isWithin(i.Due, in.DueFrom, in.DueUntil) && isWithin(i.Paid, in.PaidFrom, in.PaidUntil) &&
			in.wantsCancelled(!i.Cancelled.IsZero())
	}, nil
}

// wantsCancelled reports whether the list has the invoices that are, or are not,
// cancelled; without the parameter it has both.
func (in invoiceParams) wantsCancelled(cancelled bool) bool {
	switch in.IsCancelled {
	case "true":
		return cancelled
	case "false":
		return !cancelled
	}
	return true
}

// atLeast reports whether n is not below the limit; nil is no limit.
func atLeast(n int64, limit *int64) bool { return limit == nil || n >= *limit }

// atMost reports whether n is not above the limit; nil is no limit.
func atMost(n int64, limit *int64) bool { return limit == nil || n <= *limit }

// isWithin reports whether t is on a day from the first to the last; an absent
// parameter is no limit. The zero time is within no limits.
func isWithin(t time.Time, first, last dateParam) bool {
	if first.IsZero() && last.IsZero() {
		return true
	}
	return !t.IsZero() && !t.Before(first.start) && (last.IsZero() || t.Before(last.end()))
}

func parseSum(field, text string) (*int64, error) {
	if text == "" {
		return nil, nil
	}
	a, err := parseAmount(field, text, "EUR")
	return &a.Minor, err
}

// invoiceOrder returns the comparison for q[s]; nil means the default order.
func invoiceOrder(sort string) (func(a, b registry.Invoice) int, error) {
	field, direction, _ := strings.Cut(strings.TrimSpace(sort), " ")
	orders := map[string]func(a, b registry.Invoice) int{
		"":           nil,
		"id":         func(a, b registry.Invoice) int { return cmp.Compare(a.ID, b.ID) },
		"number":     func(a, b registry.Invoice) int { return cmp.Compare(a.Number, b.Number) },
		"issue_date": func(a, b registry.Invoice) int { return a.Issued.Compare(b.Issued) },
		"created_at": func(a, b registry.Invoice) int { return a.Issued.Compare(b.Issued) },
		"due_date":   func(a, b registry.Invoice) int { return a.Due.Compare(b.Due) },
		"total":      func(a, b registry.Invoice) int { return cmp.Compare(a.Total().Minor, b.Total().Minor) },
	}
	order, ok := orders[field]
	switch {
	case !ok || direction != "" && direction != "asc" && direction != "desc":
		return nil, registry.ErrRange.On("q[s]", sort[:min(len(sort), 40)])
	case order == nil || direction != "desc":
		return order, nil
	}
	return func(a, b registry.Invoice) int { return order(b, a) }, nil
}
