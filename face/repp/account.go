package repp

import (
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var accountRoutes = []rest.Route{
	rest.Answer("GET /accounts", "List what moved the account", 200, askActivities, tellActivities, rest.Doc{
		Tag: accounts, Description: "Newest first. `count` is of all that the filters let through.",
	}),
	rest.Handle("PUT /accounts", "Change how you are billed", 200, askUpdateAccount, tellUpdatedAccount, rest.Doc{Tag: accounts}),
	rest.Answer("GET /accounts/balance", "Show the balance", 200, askBalance, tellBalance, rest.Doc{
		Tag:         accounts,
		Description: "With `detailed=true` also what moved it, newest first, from the beginning of one day to the end of another.",
	}),
	rest.Serve("GET /accounts/details", "Show the account's settings", 200, showDetails, rest.Doc{
		Tag: accounts, Description: "Other users and addresses are shown to the role super only.",
	}),
	rest.Handle("POST /accounts/update_auto_reload_balance", "Ask for an invoice whenever the balance is low", 200,
		func(in reloadBody) command.Command[registry.Registrar] {
			return setReload{in.Type.Amount, in.Type.Threshold}
		}, tellReload, rest.Doc{
			Tag:         accounts,
			Description: "An invoice over `amount` is made when the balance falls below `threshold`, and no other as long as that one is open.",
		}),
	rest.Handle("GET /accounts/disable_auto_reload_balance", "Make no more invoices by itself", 200,
		func(struct{}) command.Command[registry.Registrar] { return command.SetReload{} }, tellReload, rest.Doc{
			Tag: accounts, Description: "It changes something although it is a GET, as the original does.",
		}),
	rest.Handle("PUT /accounts/switch_user", "Go on as another user of yours", 200, askSwitch, tellSwitch, rest.Doc{
		Tag:      accounts,
		Refusals: map[string]rest.Refusal{"user-absent": no(400, 2303, "Object does not exist")},
		Description: "For those who have several users with the same identity code. The token is what follows `Basic` in Authorization; " +
			"it is good for twelve hours.",
	}),
}

// A paging picks a page of a list.
type paging struct {
	Limit  *int `query:"limit" doc:"How many to show" minimum:"1" maximum:"200" default:"200"`
	Offset int  `query:"offset" doc:"Number of the first, from 0" minimum:"0"`
}

// Check refuses pages that there cannot be.
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

// decimal is an amount as the original's JSON has it: "356.0", "356.15".
func decimal(a money.Amount) string {
	text := a.Decimal()
	whole, fraction, ok := strings.Cut(text, ".")
	if !ok {
		return whole + ".0"
	}
	return whole + "." + fraction[:1] + strings.TrimRight(fraction[1:], "0")
}

// dayText is a day as YYYY-MM-DD, in Tallinn.
type dayText struct{ begins time.Time }

// UnmarshalText reads a day.
func (d *dayText) UnmarshalText(b []byte) (err error) {
	if d.begins, err = time.ParseInLocation(time.DateOnly, string(b), tallinn); err != nil {
		return registry.ErrSyntax
	}
	return nil
}

// Schema describes a day.
func (dayText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// IsZero reports whether no day was given.
func (d dayText) IsZero() bool { return d.begins.IsZero() }

// next is the end of the day.
func (d dayText) next() time.Time {
	if d.IsZero() {
		return d.begins
	}
	return d.begins.AddDate(0, 0, 1)
}

type accountBody struct {
	Account struct {
		BillingEmail *string `json:"billing_email" example:"billing@a.example"`
		IBAN         *string `json:"iban" example:"EE382200221020145685"`
		PDF          *bool   `json:"accept_pdf_invoices" lax:"true"`
	} `json:"account"`
}

func askUpdateAccount(in accountBody) command.Command[registry.Registrar] {
	return command.UpdateRegistrar{BillingEmail: in.Account.BillingEmail, IBAN: in.Account.IBAN, PDF: in.Account.PDF}
}

type updatedAccount struct {
	Account struct {
		BillingEmail string `json:"billing_email"`
		IBAN         string `json:"iban"`
		PDF          bool   `json:"accept_pdf_invoices"`
	} `json:"account"`
}

func tellUpdatedAccount(r registry.Registrar) answer[updatedAccount] {
	var out updatedAccount
	out.Account.BillingEmail, out.Account.IBAN, out.Account.PDF = r.BillingEmail, r.IBAN, !r.NoPDF
	a := told(out)
	a.Message = "Your account has been updated"
	return a
}
