package repp

import (
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
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

type balanceParams struct {
	Detailed string  `query:"detailed" enum:"true,false" doc:"Whether to tell what moved it"`
	From     dayText `query:"from" doc:"First day" example:"2026-01-01"`
	Until    dayText `query:"until" doc:"Last day" example:"2026-01-31"`
}

func askBalance(in balanceParams) command.Query[balanceOf] { return balanceQuery{in} }

type balanceQuery struct{ balanceParams }

type balanceOf struct {
	command.Booked
	detailed bool
}

// maxTransactions bounds a statement: who wants more asks for a shorter time.
const maxTransactions = 10_000

func (q balanceQuery) Answer(s *command.Snapshot) (balanceOf, error) {
	want := store.StatementQuery{From: q.From.begins, Until: q.Until.next(), Limit: 1}
	if q.Detailed == "true" {
		want.Limit = maxTransactions
	}
	b, err := command.DepositStatement{StatementQuery: want}.Answer(s)
	if err == nil && q.Detailed == "true" && b.Count > maxTransactions {
		err = registry.ErrRange.On("from", "at most 10000 transactions")
	}
	return balanceOf{b, q.Detailed == "true"}, err
}

type balance struct {
	Balance      string        `json:"balance" example:"356.0"`
	Currency     string        `json:"currency" example:"EUR"`
	Transactions []transaction `json:"transactions,omitzero"`
}

type transaction struct {
	Created     moment           `json:"created_at"`
	Description string           `json:"description" example:"Create a.ee"`
	Type        string           `json:"type" enum:"credit,debit"`
	Sum         string           `json:"sum" example:"9.0"`
	Balance     string           `json:"balance" doc:"Afterwards" example:"347.0"`
	Currency    string           `json:"currency" example:"EUR"`
	Updator     rest.Opt[string] `json:"updator" doc:"Always null"`
}

func tellBalance(b balanceOf) answer[balance] {
	out := balance{Balance: decimal(b.Balance), Currency: b.Balance.Currency}
	if b.detailed {
		out.Transactions = make([]transaction, len(b.Movements))
		for i, m := range b.Movements {
			out.Transactions[i] = tellTransaction(m)
		}
	}
	return told(out)
}

func tellTransaction(m store.Movement) transaction {
	t := transaction{
		Created: moment(m.At), Description: describe(m), Type: "credit", Balance: decimal(m.Balance), Currency: m.Amount.Currency,
		Updator: rest.Null[string](),
	}
	if m.Amount.Sign() < 0 {
		t.Type, m.Amount = "debit", m.Amount.Neg()
	}
	t.Sum = decimal(m.Amount)
	return t
}

// describe says what a movement was for. The object of a payment is only who
// paid.
func describe(m store.Movement) string {
	text := sentence(m.Memo)
	if text == "" {
		text = "Payment"
	}
	if m.Object == "" || strings.Contains(m.Object, ":") {
		return text
	}
	return text + " " + m.Object
}

type activityParams struct {
	paging
	Description string  `query:"q[description_matches]" doc:"Part of the description; % is any text"`
	Kind        string  `query:"q[activity_type_eq]" enum:"create,renew,add_credit,update_credit"`
	From        dayText `query:"q[created_at_gteq]"`
	Until       dayText `query:"q[created_at_lteq]"`
}

// activityTypes are the kinds of activities and how they are called.
var activityTypes = [][2]string{{"Create", "create"}, {"Renew", "renew"}, {"Add credit", "add_credit"}, {"Update credit", "update_credit"}}

func askActivities(in activityParams) command.Query[command.Booked] {
	q := store.StatementQuery{
		From: in.From.begins, Until: in.Until.next(), Memo: strings.Trim(in.Description, "%"), Limit: in.limit(), Offset: in.Offset,
	}
	switch in.Kind {
	case "create", "renew":
		q.Out = true
		if q.Memo == "" {
			q.Memo = in.Kind
		}
	case "add_credit":
		q.In = true
	}
	return command.DepositStatement{StatementQuery: q}
}

type activities struct {
	Activities []activity  `json:"activities"`
	Count      int         `json:"count"`
	Types      [][2]string `json:"types_for_select" doc:"Names and values of q[activity_type_eq]"`
}

type activity struct {
	ID int64 `json:"id"`
	transaction
}

func tellActivities(b command.Booked) answer[activities] {
	out := activities{Activities: make([]activity, len(b.Movements)), Count: b.Count, Types: activityTypes}
	for i, m := range b.Movements {
		out.Activities[i] = activity{m.Entry, tellTransaction(m)}
	}
	return told(out)
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

type reloadBody struct {
	Type struct {
		Amount    string `json:"amount" lax:"true" doc:"Euros that an invoice asks for, without VAT" example:"100"`
		Threshold string `json:"threshold" lax:"true" doc:"Euros below which one is made" example:"20"`
	} `json:"type"`
}

// setReload is command.SetReload with amounts in the registrar's currency.
type setReload struct{ amount, threshold string }

func (c setReload) Run(t *command.Tx) (registry.Registrar, error) {
	r, err := t.Registrar(t.By.Registrar)
	if err != nil {
		return r, err
	}
	amount, err := parseAmount("amount", c.amount, r.Currency)
	if err != nil {
		return r, err
	}
	threshold, err := parseAmount("threshold", c.threshold, r.Currency)
	if err != nil {
		return r, err
	}
	return command.SetReload{Reload: &registry.Reload{Amount: amount.Minor, Threshold: threshold.Minor}}.Run(t)
}

// Wrapped is what the log speaks of.
func (c setReload) Wrapped() any { return command.SetReload{} }

func parseAmount(field, text, currency string) (money.Amount, error) {
	a, err := money.Parse(text, currency)
	if err != nil {
		return a, registry.ErrSyntax.On(field, text[:min(len(text), 30)])
	}
	return a, nil
}

type autoReload struct {
	AutoReload *reloadType `json:"balance_auto_reload"`
}

type reloadType struct {
	Type reloadShape `json:"type"`
}

type reloadShape struct {
	Name      string `json:"name" enum:"threshold"`
	Amount    string `json:"amount"`
	Threshold string `json:"threshold"`
}

func tellReload(r registry.Registrar) answer[autoReload] { return told(autoReload{reloadOf(r)}) }

func reloadOf(r registry.Registrar) *reloadType {
	if r.Reload == nil {
		return nil
	}
	amount := func(minor int64) string { return decimal(money.Amount{Minor: minor, Currency: r.Currency}) }
	return &reloadType{reloadShape{"threshold", amount(r.Reload.Amount), amount(r.Reload.Threshold)}}
}

type details struct {
	Account    accountDetails `json:"account"`
	Roles      []string       `json:"roles"`
	Interfaces []string       `json:"interfaces"`
}

type accountDetails struct {
	BillingEmail string       `json:"billing_email"`
	IBAN         string       `json:"iban"`
	IBANLength   int          `json:"iban_max_length"`
	Linked       []linkedUser `json:"linked_users"`
	Users        []linkedUser `json:"api_users"`
	Addresses    []whiteIP    `json:"white_ips"`
	Reload       *reloadType  `json:"balance_auto_reload"`
	PDF          bool         `json:"accept_pdf_invoices"`
	Least        string       `json:"min_deposit"`
}

type linkedUser struct {
	ID        int64  `json:"id"`
	Username  string `json:"username"`
	Role      string `json:"role" example:"epp, billing"`
	Registrar string `json:"registrar_name"`
}

func tellLinked(u registry.User, r registry.Registrar) linkedUser {
	return linkedUser{u.Number, u.Login, rolesText(u.Roles), r.Name}
}

type detailsQuery struct{}

type detailsOf struct {
	registrar registry.Registrar
	linked    []registry.User
	allowed   allowed
	team      []command.Member
}

func (detailsQuery) Answer(s *command.Snapshot) (d detailsOf, err error) {
	if d.registrar, err = s.Registrar(s.By.Registrar); err != nil {
		return d, err
	}
	if d.linked, err = (command.LinkedUsers{}).Answer(s); err != nil || !s.By.May(registry.RoleSuper) {
		return d, err
	}
	if d.team, err = (command.ListUsers{}).Answer(s); err != nil {
		return d, err
	}
	d.allowed, err = allowedQuery{}.Answer(s)
	return d, err
}

func showDetails(c *rest.Call, _ struct{}) (answer[details], error) {
	d, err := rest.Ask(c, detailsQuery{})
	r := d.registrar
	out := details{
		Account: accountDetails{
			BillingEmail: r.BillingEmail, IBAN: r.IBAN, IBANLength: command.MaxIBAN, Reload: reloadOf(r), PDF: !r.NoPDF,
			Least:  decimal(money.Amount{Minor: max(c.Runner.Billing.Least, 1), Currency: r.Currency}),
			Linked: []linkedUser{}, Users: []linkedUser{}, Addresses: []whiteIP{},
		},
		Roles: allRoles, Interfaces: interfaces,
	}
	for _, u := range d.linked {
		out.Account.Linked = append(out.Account.Linked, tellLinked(u, r))
	}
	for _, m := range d.team {
		out.Account.Users = append(out.Account.Users, tellLinked(m.User, r))
	}
	out.Account.Addresses = append(out.Account.Addresses, tellAddresses(d.allowed)...)
	return told(out), err
}
