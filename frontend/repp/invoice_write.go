package repp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/registry"
)

type creditBody struct {
	Invoice struct {
		Amount      string `json:"amount" lax:"true" doc:"Euros, without VAT" example:"100"`
		Description string `json:"description,omitempty" example:"Prepayment"`
	} `json:"invoice"`
}

// addCredit runs ledger.CreateInvoice with a decimal amount in the registrar's
// currency.
type addCredit struct{ amount, note string }

func (c addCredit) Run(t *command.Tx) (registry.Invoice, error) {
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return registry.Invoice{}, err
	}
	amount, err := parseAmount("amount", c.amount, r.Currency)
	if err != nil {
		return registry.Invoice{}, err
	}
	return ledger.CreateInvoice{Amount: amount, Note: c.note}.Run(t)
}

// Wrapped returns the command that the log names instead of c.
func (c addCredit) Wrapped() any { return ledger.CreateInvoice{} }

type sendBody struct {
	idPath
	Invoice struct {
		Recipient string `json:"recipient" example:"billing@a.example"`
	} `json:"invoice"`
}

func decodeSendInvoice(in sendBody) command.Command[registry.Invoice] {
	return ledger.SendInvoice{ID: in.ID, To: in.Invoice.Recipient}
}

type sentInvoice struct {
	Invoice struct {
		ID        int64  `json:"id"`
		Recipient string `json:"recipient"`
	} `json:"invoice"`
}

func encodeSentInvoice(i registry.Invoice) answer[sentInvoice] {
	var out sentInvoice
	out.Invoice.ID, out.Invoice.Recipient = i.ID, i.Sent[len(i.Sent)-1].To
	return success(out)
}
