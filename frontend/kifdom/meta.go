package kifdom

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
)

// A meta has the account's totals in most success responses and, also with
// error: false, in some error responses.
type meta struct {
	Balance string `json:"balance" doc:"Deposited credits that are not spent, in euros; those on hold are part of them" example:"1350.00"`
	OnHold  string `json:"on-hold" doc:"Part of the balance on hold for preorders, in euros" example:"90.00"`
	Total   int64  `json:"total" doc:"Number of names of the account" example:"14"`
	Error   bool   `json:"error"`
}

// An errorMeta has the account's totals in the other error responses.
type errorMeta struct {
	OnHold  euros `json:"on-hold" doc:"Part of the balance on hold for preorders, in euros"`
	Total   int64 `json:"total-domains" doc:"Number of names of the account" example:"14"`
	Balance euros `json:"credits-balance" doc:"Deposited credits that are not spent, in euros; those on hold are part of them"`
	Error   bool  `json:"error"`
}

// euros is an amount that is encoded as a number of whole units, without trailing
// zeros: 20, 12.5.
type euros struct{ money.Amount }

func (e euros) MarshalJSON() ([]byte, error) {
	text := e.Decimal()
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return []byte(text), nil
}

// Schema returns the schema of a number.
func (euros) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeNumber} }

func metaOf(b ledger.Balance) meta {
	return meta{Balance: amount(b, deposited(b)).Decimal(), OnHold: amount(b, b.OnHold).Decimal(), Total: b.Domains}
}

func errorMetaOf(b ledger.Balance) errorMeta {
	return errorMeta{OnHold: euros{amount(b, b.OnHold)}, Total: b.Domains, Balance: euros{amount(b, deposited(b))}, Error: true}
}

// deposited returns what was deposited and is not spent, in minor units: it includes what
// preorders hold (docs/contracts/kifdom.md K-o).
func deposited(b ledger.Balance) int64 { return b.Available + b.OnHold }

func amount(b ledger.Balance, minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: b.Currency}
}

// sampleTotals are the totals in the manual's examples.
var sampleTotals = ledger.Balance{Currency: "EUR", Available: 1260_00, OnHold: 90_00, Domains: 14}

// A resultTotals is a result with the account's totals in the same transaction.
type resultTotals[R any] struct {
	Result R
	Totals ledger.Balance
}

type totalsCommand[R any] struct{ cmd command.Command[R] }

// commandWithTotals returns a command that runs cmd and then reads the totals.
func commandWithTotals[R any](cmd command.Command[R]) command.Command[resultTotals[R]] {
	return totalsCommand[R]{cmd}
}

func (c totalsCommand[R]) Run(t *command.Tx) (all resultTotals[R], err error) {
	if all.Result, err = c.cmd.Run(t); err != nil {
		return all, err
	}
	all.Totals, err = ledger.FindCurrentBalance(t.Snapshot)
	return all, err
}

func (c totalsCommand[R]) Wrapped() any { return c.cmd }

type totalsQuery[R any] struct{ query command.Query[R] }

// queryWithTotals returns a query that answers q and reads the totals.
func queryWithTotals[R any](q command.Query[R]) command.Query[resultTotals[R]] {
	return totalsQuery[R]{q}
}

func (q totalsQuery[R]) Answer(s *command.Snapshot) (all resultTotals[R], err error) {
	if all.Result, err = q.query.Answer(s); err != nil {
		return all, err
	}
	all.Totals, err = ledger.FindCurrentBalance(s)
	return all, err
}

// A plain is a success response without data, or the details of an error.
type plain struct {
	Code    int    `json:"code" doc:"HTTP status" example:"200"`
	Message string `json:"message"`
}

// A done is a success response without data, with the totals.
type done struct {
	Meta meta  `json:"meta"`
	Data plain `json:"data"`
}

// doneWithTotals encodes any result as a message with the totals.
func doneWithTotals[R any](text string) func(resultTotals[R]) done {
	return func(all resultTotals[R]) done { return done{metaOf(all.Totals), plain{200, text}} }
}

// doneWithoutTotals encodes any result as a message.
func doneWithoutTotals[R any](text string) func(R) plain {
	return func(R) plain { return plain{200, text} }
}
