package repp

import (
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var accountRoutes = []rest.Route{
	rest.HandleQuery("GET /accounts", "List account activities", 200, decodeActivities, encodeActivities, rest.Doc{
		Tag: accounts, Description: "Newest first. `count` is the number of activities that match the filters.",
	}),
	rest.Handle("PUT /accounts", "Change the billing settings", 200, decodeUpdateAccount, encodeUpdatedAccount, rest.Doc{
		Tag: accounts, Description: "Who gets invoices, in which form, and the account that pays them. Absent members stay unchanged.",
	}),
	rest.HandleQuery("GET /accounts/balance", "Show the balance", 200, decodeBalance, encodeBalance, rest.Doc{
		Tag:         accounts,
		Description: "With `detailed=true` also its transactions, newest first, from the start of `from` to the end of `until`.",
	}),
	rest.HandleFunc("GET /accounts/details", "Show the account's settings", 200, showDetails, rest.Doc{
		Tag: accounts, Description: "Users and addresses are shown to the role super only.",
	}),
	rest.Handle("POST /accounts/update_auto_reload_balance", "Create an invoice automatically when the balance is low", 200,
		func(in reloadBody) command.Command[registry.Registrar] {
			return setReload{in.Type.Amount, in.Type.Threshold}
		}, encodeReload, rest.Doc{
			Tag:         accounts,
			Description: "An invoice for `amount` is created when the balance falls below `threshold`, unless an earlier one is still open.",
		}),
	rest.Handle("GET /accounts/disable_auto_reload_balance", "Stop creating invoices automatically", 200,
		func(struct{}) command.Command[registry.Registrar] { return ledger.SetAutoReload{} }, encodeReload, rest.Doc{
			Tag: accounts, Description: "This GET changes state, as in the original.",
		}),
	rest.Handle("PUT /accounts/switch_user", "Switch to another of your users", 200, decodeSwitch, encodeSwitch, rest.Doc{
		Tag:      accounts,
		Refusals: map[string]rest.Refusal{"user-absent": refusal(400, 2303, "Object does not exist")},
		Description: "For a person who has several users with the same identity code. Send the token after `Basic` in Authorization; " +
			"it is valid for twelve hours.",
	}),
}

// paging selects a page of a list.
type paging struct {
	Limit  *int `query:"limit" doc:"Maximum number of items" minimum:"1" maximum:"200" default:"200"`
	Offset int  `query:"offset" doc:"Number of items to skip" minimum:"0"`
}

// Check returns ErrRange for a limit that is not from 1 to 200 or a negative
// offset.
func (p paging) Check() error {
	if p.Limit != nil && (*p.Limit < 1 || *p.Limit > 200) {
		return registry.ErrRange.On("limit", "1 to 200")
	}
	if p.Offset < 0 {
		return registry.ErrRange.On("offset", "0 or more")
	}
	return nil
}

func (p paging) limit() int {
	if p.Limit == nil {
		return 200
	}
	return *p.Limit
}

// decimal formats an amount like the original, with one or two decimal places:
// "356.0", "356.15".
func decimal(a money.Amount) string {
	text := a.Decimal()
	whole, fraction, ok := strings.Cut(text, ".")
	if !ok {
		return whole + ".0"
	}
	return whole + "." + fraction[:1] + strings.TrimRight(fraction[1:], "0")
}

// dateParam is a date parameter, YYYY-MM-DD: start is midnight in Tallinn.
type dateParam struct{ start time.Time }

// UnmarshalText parses YYYY-MM-DD; ErrSyntax if it is malformed.
func (d *dateParam) UnmarshalText(b []byte) (err error) {
	if d.start, err = time.ParseInLocation(time.DateOnly, string(b), ee.Tallinn); err != nil {
		return registry.ErrSyntax
	}
	return nil
}

// Schema returns the OpenAPI schema of a date.
func (dateParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// IsZero reports whether the parameter is absent.
func (d dateParam) IsZero() bool { return d.start.IsZero() }

// end returns the start of the next day; zero if the parameter is absent.
func (d dateParam) end() time.Time {
	if d.IsZero() {
		return d.start
	}
	return d.start.AddDate(0, 0, 1)
}

type accountBody struct {
	Account struct {
		BillingEmail *string `json:"billing_email" example:"billing@a.example"`
		IBAN         *string `json:"iban" example:"EE382200221020145685"`
		PDF          *bool   `json:"accept_pdf_invoices" lax:"true"`
	} `json:"account"`
}

func decodeUpdateAccount(in accountBody) command.Command[registry.Registrar] {
	return registrar.UpdateRegistrar{BillingEmail: in.Account.BillingEmail, IBAN: in.Account.IBAN, PDF: in.Account.PDF}
}

type updatedAccount struct {
	Account struct {
		BillingEmail string `json:"billing_email"`
		IBAN         string `json:"iban"`
		PDF          bool   `json:"accept_pdf_invoices"`
	} `json:"account"`
}

func encodeUpdatedAccount(r registry.Registrar) answer[updatedAccount] {
	var out updatedAccount
	out.Account.BillingEmail, out.Account.IBAN, out.Account.PDF = r.BillingEmail, r.IBAN, !r.NoPDF
	a := success(out)
	a.Message = "Your account has been updated"
	return a
}
