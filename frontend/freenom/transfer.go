package freenom

import (
	"cmp"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var priceRoute = rest.HandleQuery("GET /domain/transfer/price", "Show the price of a transfer", 200, quote, encodeQuote, rest.Doc{
	Tag:         transfers,
	Description: "The price of a transfer of a name into the account. Does not start the transfer.",
	Response:    transferAnswer[transferQuote]{[]transferQuote{{"TEST002.TK", paid, "1Y", "EUR", "9.95", "8.46", ok}}, "PRICES PROVIDED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "There is no such name."},
		{Fault: registry.ErrAlreadySponsor, Description: "The account has the name already."},
		{Fault: registry.ErrAuthInfo, Description: "`authcode` is wrong."},
		{Fault: registry.ErrStatus, Description: "The name is locked."},
	},
})

// A transferKey is a name and its authInfo.
type transferKey struct {
	Domain   string `json:"domainname" required:"true" doc:"The name" example:"test002.tk"`
	AuthCode string `json:"authcode" required:"true" doc:"From the account with the name" example:"6d0f1a6e93b7410cb0a4a0c6e07a35d1"`
}

func (in transferKey) check() error {
	return cmp.Or(checkName("domainname", in.Domain), checkPresent("authcode", in.AuthCode))
}

type priceRequest struct {
	transferKey
}

func (in *priceRequest) Check() error { return in.check() }

func quote(in priceRequest) command.Query[transfer.TransferQuote] {
	return transfer.QuoteTransfer{Name: in.Domain, AuthInfo: in.AuthCode}
}

// A transferQuote is the price of a transfer.
type transferQuote struct {
	Domain   string `json:"domainname"`
	Type     string `json:"domaintype"`
	Period   string `json:"period"`
	Currency string `json:"currency"`
	Retail   string `json:"retailprice"`
	Partner  string `json:"partnerprice"`
	Status   string `json:"status"`
}

// A transferAnswer is the response of functions about transfers.
type transferAnswer[T any] struct {
	Transfers []T    `json:"transfer"`
	Result    string `json:"result"`
	Status    string `json:"status" example:"OK"`
}

func encodeQuote(q transfer.TransferQuote) transferAnswer[transferQuote] {
	return transferAnswer[transferQuote]{[]transferQuote{{
		upper(q.Domain.Name), typeOf(q.Domain.Plan), period(q.Term), q.Price.Retail.Currency, q.Price.Retail.Decimal(), q.Price.Wholesale.Decimal(), ok,
	}}, "PRICES PROVIDED", ok}
}

var requestRoute = rest.Handle("POST /domain/transfer/request", "Request a transfer", 200, request, encodeTransfer("REQUESTED"), rest.Doc{
	Tag: transfers,
	Description: "Requests the transfer of a name into the account; the price is charged now. A .tk, .ml, .cf, .ga or .gq name is transferred at once; others " +
		"wait until the losing account approves or declines.",
	Request:  transferRequest{transferKey: transferKey{"test002.tk", "6d0f1a6e93b7410cb0a4a0c6e07a35d1"}, Period: "1Y", Owner: "FN0000012"},
	Response: transferResult("test002.tk", "REQUESTED"),
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "There is no such name."},
		{Fault: registry.ErrAlreadySponsor, Description: "The account has the name already."},
		{Fault: registry.ErrAuthInfo, Description: "`authcode` is wrong."},
		{Fault: registry.ErrTerm.On("period", ""), Description: "`period` is not 1Y."},
		{Fault: registry.ErrNoContact.On("registrant", ""), Description: "`owner_id` is missing, or not a contact of the account."},
		{Fault: registry.ErrTransferPending, Description: "A transfer is pending."},
		{Fault: registry.ErrStatus, Description: "The name is locked."},
		{Fault: registry.ErrLowBalance, Description: "The balance of the account is too low."},
	},
})

type transferRequest struct {
	transferKey
	Period string `json:"period,omitempty" doc:"Always 1Y" example:"1Y"`
	Owner  string `json:"owner_id" required:"true" doc:"Contact ID of the new owner" example:"FN0000012"`
}

func (in *transferRequest) Check() error {
	return cmp.Or(in.check(), checkPeriod(in.Period, []string{"1Y"}), checkPresent("owner_id", in.Owner))
}

func request(in transferRequest) command.Command[object.TransferResult] {
	return transfer.RequestTransfer{Name: in.Domain, AuthInfo: in.AuthCode, Registrant: registry.ContactID(in.Owner), AllRoles: true}
}

// encodeTransfer returns the encoder of a transfer's result with the given status.
func encodeTransfer(status string) func(object.TransferResult) transferAnswer[done] {
	return func(r object.TransferResult) transferAnswer[done] {
		return transferResult(string(r.Domain.Name), status)
	}
}

func transferResult(name, status string) transferAnswer[done] {
	return transferAnswer[done]{[]done{{strings.ToUpper(name), status}}, "TRANSFER " + status, ok}
}

var approveRoute = rest.Handle("POST /domain/transfer/approve", "Approve a transfer", 200, approve, encodeTransfer("APPROVED"), rest.Doc{
	Tag:         transfers,
	Description: "Approves the pending transfer of a name out of the account.",
	Request:     exampleNamed,
	Response:    transferResult("test002.tk", "APPROVED"),
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrNoTransfer, Description: "The name has no pending transfer."},
	},
})

func approve(in named) command.Command[object.TransferResult] {
	return transfer.ApproveTransfer{Name: in.Domain}
}

var declineRoute = rest.Handle("POST /domain/transfer/decline", "Decline a transfer", 200, decline, encodeTransfer("DECLINED"), rest.Doc{
	Tag:         transfers,
	Description: "Declines the pending transfer of a name out of the account. The gaining account is refunded.",
	Request:     transferDecline{Domain: "test002.tk", Reason: "no_payment"},
	Response:    transferResult("test002.tk", "DECLINED"),
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrRange.On("reason", ""), Description: "`reason` is missing, or longer than 255 characters."},
		{Fault: registry.ErrNoTransfer, Description: "The name has no pending transfer."},
	},
})

type transferDecline struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test002.tk"`
	Reason string `json:"reason" required:"true" doc:"Why" example:"no_payment"`
}

func (in *transferDecline) Check() error {
	return cmp.Or(checkName("domainname", in.Domain), checkPresent("reason", in.Reason))
}

func decline(in transferDecline) command.Command[object.TransferResult] {
	return transfer.RejectTransfer{Name: in.Domain, Reason: in.Reason}
}
