package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

type balanceParams struct {
	Detailed string    `query:"detailed" enum:"true,false" doc:"true: include the transactions"`
	From     dateParam `query:"from" doc:"First day" example:"2026-01-01"`
	Until    dateParam `query:"until" doc:"Last day" example:"2026-01-31"`
}

func decodeBalance(in balanceParams) command.Query[balanceResult] { return balanceQuery{in} }

type balanceQuery struct{ balanceParams }

type balanceResult struct {
	ledger.StatementPage
	detailed bool
}

// maxTransactions is the maximum length of a statement. A client that needs more
// requests shorter periods.
const maxTransactions = 10_000

func (q balanceQuery) Answer(s *command.Snapshot) (balanceResult, error) {
	want := ledger.DepositStatement{From: q.From.start, Until: q.Until.end(), Limit: 1}
	if q.Detailed == "true" {
		want.Limit = maxTransactions
	}
	b, err := want.Answer(s)
	if err == nil && q.Detailed == "true" && b.Count > maxTransactions {
		err = registry.ErrRange.On("from", "at most 10000 transactions")
	}
	return balanceResult{b, q.Detailed == "true"}, err
}

type balance struct {
	Balance      string        `json:"balance" example:"356.0"`
	Currency     string        `json:"currency" example:"EUR"`
	Transactions []transaction `json:"transactions,omitzero"`
}

type transaction struct {
	Created     ee.LocalTime     `json:"created_at"`
	Description string           `json:"description" example:"Create a.ee"`
	Type        string           `json:"type" enum:"credit,debit"`
	Sum         string           `json:"sum" example:"9.0"`
	Balance     string           `json:"balance" doc:"Balance after the transaction" example:"347.0"`
	Currency    string           `json:"currency" example:"EUR"`
	Updator     rest.Opt[string] `json:"updator" doc:"Always null"`
}

func encodeBalance(b balanceResult) answer[balance] {
	out := balance{Balance: decimal(b.Balance), Currency: b.Balance.Currency}
	if b.detailed {
		out.Transactions = make([]transaction, len(b.Movements))
		for i, m := range b.Movements {
			out.Transactions[i] = encodeTransaction(m)
		}
	}
	return success(out)
}

func encodeTransaction(m ledger.Movement) transaction {
	t := transaction{
		Created: ee.LocalTime(m.At), Description: describe(m), Type: "credit", Balance: decimal(m.Balance), Currency: m.Amount.Currency,
		Updator: rest.Null[string](),
	}
	if m.Amount.Sign() < 0 {
		t.Type, m.Amount = "debit", m.Amount.Neg()
	}
	t.Sum = decimal(m.Amount)
	return t
}

// describe returns what a movement was for: its memo and the domain name. The
// object of a payment is a ledger account ("wallet:…") and is left out.
func describe(m ledger.Movement) string {
	text := ee.Capitalize(m.Memo)
	if text == "" {
		text = "Payment"
	}
	if m.Object == "" || strings.Contains(m.Object, ":") {
		return text
	}
	return text + " " + name.Name(m.Object).Unicode()
}

type activityParams struct {
	paging
	Description string    `query:"q[description_matches]" doc:"Part of the description; leading and trailing % are ignored"`
	Kind        string    `query:"q[activity_type_eq]" enum:"create,renew,add_credit,update_credit"`
	From        dateParam `query:"q[created_at_gteq]"`
	Until       dateParam `query:"q[created_at_lteq]"`
}

// activityTypes lists the labels and values of q[activity_type_eq].
var activityTypes = [][2]string{{"Create", "create"}, {"Renew", "renew"}, {"Add credit", "add_credit"}, {"Update credit", "update_credit"}}

func decodeActivities(in activityParams) command.Query[ledger.StatementPage] {
	q := ledger.DepositStatement{
		From: in.From.start, Until: in.Until.end(), Text: strings.Trim(in.Description, "%"), Limit: in.limit(), Offset: in.Offset,
	}
	switch in.Kind {
	case "create", "renew":
		q.Debits = true
		if q.Text == "" {
			q.Text = in.Kind
		}
	case "add_credit":
		q.Credits = true
	}
	return q
}

type activities struct {
	Activities []activity  `json:"activities"`
	Count      int         `json:"count"`
	Types      [][2]string `json:"types_for_select" doc:"Labels and values of q[activity_type_eq]"`
}

type activity struct {
	ID int64 `json:"id"`
	transaction
}

func encodeActivities(b ledger.StatementPage) answer[activities] {
	out := activities{Activities: make([]activity, len(b.Movements)), Count: b.Count, Types: activityTypes}
	for i, m := range b.Movements {
		out.Activities[i] = activity{m.Entry, encodeTransaction(m)}
	}
	return success(out)
}
