package repp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

type reloadBody struct {
	Type struct {
		Amount    string `json:"amount" lax:"true" doc:"Amount of an invoice in euros, without VAT" example:"100"`
		Threshold string `json:"threshold" lax:"true" doc:"Balance in euros below which an invoice is created" example:"20"`
	} `json:"type"`
}

// setReload runs ledger.SetAutoReload with decimal amounts in the registrar's
// currency.
type setReload struct{ amount, threshold string }

func (c setReload) Run(t *command.Tx) (registry.Registrar, error) {
	r, err := t.FindRegistrar(t.By.Registrar)
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
	return ledger.SetAutoReload{Reload: &registry.Reload{Amount: amount.Minor, Threshold: threshold.Minor}}.Run(t)
}

// Wrapped returns the command that the log names instead of c.
func (c setReload) Wrapped() any { return ledger.SetAutoReload{} }

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

func encodeReload(r registry.Registrar) answer[autoReload] {
	return success(autoReload{encodeReloadType(r)})
}

func encodeReloadType(r registry.Registrar) *reloadType {
	if r.Reload == nil {
		return nil
	}
	amount := func(minor int64) string { return decimal(money.Amount{Minor: minor, Currency: r.Currency}) }
	return &reloadType{reloadShape{"threshold", amount(r.Reload.Amount), amount(r.Reload.Threshold)}}
}
