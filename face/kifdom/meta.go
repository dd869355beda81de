package kifdom

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// A meta is what most good answers say about the account, and, with the same
// error: false, some bad ones.
type meta struct {
	Balance string `json:"balance" doc:"Credits free to spend, in euros" example:"1350.00"`
	OnHold  string `json:"on-hold" doc:"Credits engaged in preorders, in euros" example:"90.00"`
	Total   int64  `json:"total" doc:"Names that the account holds" example:"14"`
	Error   bool   `json:"error"`
}

// A badMeta is what the other bad answers say.
type badMeta struct {
	OnHold  euros `json:"on-hold" doc:"Credits engaged in preorders, in euros"`
	Total   int64 `json:"total-domains" doc:"Names that the account holds" example:"14"`
	Balance euros `json:"credits-balance" doc:"Credits free to spend, in euros"`
	Error   bool  `json:"error"`
}

// euros are minor units that go on the wire as a number of major ones: 20,
// 12.5.
type euros struct{ money.Amount }

func (e euros) MarshalJSON() ([]byte, error) {
	text := e.Decimal()
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return []byte(text), nil
}

// Schema describes a number.
func (euros) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeNumber} }

func metaOf(p store.Purse) meta {
	return meta{Balance: amount(p, p.Balance).Decimal(), OnHold: amount(p, p.Held).Decimal(), Total: p.Names}
}

func badMetaOf(p store.Purse) badMeta {
	return badMeta{OnHold: euros{amount(p, p.Held)}, Total: p.Names, Balance: euros{amount(p, p.Balance)}, Error: true}
}

func amount(p store.Purse, minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: p.Currency}
}

// sample is the account of the manual's examples.
var sample = store.Purse{Currency: "EUR", Balance: 1350_00, Held: 90_00, Names: 14}

// A told is a result with the totals of the account in the same transaction.
type told[R any] struct {
	Result R
	Purse  store.Purse
}

type telling[R any] struct{ cmd command.Command[R] }

// withTotals runs a command and then reads the totals.
func withTotals[R any](cmd command.Command[R]) command.Command[told[R]] { return telling[R]{cmd} }

func (c telling[R]) Run(t *command.Tx) (all told[R], err error) {
	if all.Result, err = c.cmd.Run(t); err != nil {
		return all, err
	}
	all.Purse, err = t.Holdings()
	return all, err
}

func (c telling[R]) Wrapped() any { return c.cmd }

type asking[R any] struct{ query command.Query[R] }

// andTotals asks a query and reads the totals.
func andTotals[R any](q command.Query[R]) command.Query[told[R]] { return asking[R]{q} }

func (q asking[R]) Answer(s *command.Snapshot) (all told[R], err error) {
	if all.Result, err = q.query.Answer(s); err != nil {
		return all, err
	}
	all.Purse, err = s.Holdings()
	return all, err
}

// A plain is the answer that something was done; an error has the same form.
type plain struct {
	Code    int    `json:"code" doc:"HTTP status" example:"200"`
	Message string `json:"message"`
}

// A done is the same with the totals.
type done struct {
	Meta meta  `json:"meta"`
	Data plain `json:"data"`
}

// say tells any result in one sentence, with the totals.
func say[R any](sentence string) func(told[R]) done {
	return func(all told[R]) done { return done{metaOf(all.Purse), plain{200, sentence}} }
}

// sayBare tells any result in one sentence.
func sayBare[R any](sentence string) func(R) plain {
	return func(R) plain { return plain{200, sentence} }
}
