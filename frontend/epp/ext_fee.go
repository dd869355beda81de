package epp

import (
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var feeSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:epp:fee-1.0", Prefix: "fee"}

// feeExtension is RFC 8748: prices before a command, and amounts charged after it.
// There are no premium names, so that a client need not agree to a fee; a fee
// that it sends must be the actual one.
var feeExtension = extension{Namespace: feeSpace, hooks: []hook{
	{object: eppxml.DomainURI, verb: "check", schema: feeCheckSchema, encode: encodeFeeCheck},
	{object: eppxml.DomainURI, verb: "create", schema: feeSchema("create"), decode: decodeFee, encode: encodeFeeResult("creData")},
	{object: eppxml.DomainURI, verb: "renew", schema: feeSchema("renew"), decode: decodeFee, encode: encodeFeeResult("renData")},
	{object: eppxml.DomainURI, verb: "transfer", schema: feeSchema("transfer"), decode: decodeFee, encode: encodeFeeResult("trnData")},
	{object: eppxml.DomainURI, verb: "update", schema: feeSchema("update"), decode: decodeFee, encode: encodeFeeResult("updData")},
	{object: eppxml.DomainURI, verb: "delete", encode: encodeDeleteFee},
}}

var (
	currency = eppxml.Element{Name: "currency", Optional: true, Text: eppxml.Pattern("a currency", `[A-Z]{3}`)}
	decimal  = eppxml.Pattern("an amount", `[+-]?[0-9]{1,13}(\.[0-9]{1,4})?`)

	feeCheckSchema = eppxml.Element{Name: "check", Elements: []eppxml.Element{currency, {Name: "command", Max: 20, Elements: []eppxml.Element{period.AsOptional()}, Attrs: []eppxml.Attribute{
		{Name: "name", Text: eppxml.OneOf("create", "delete", "renew", "update", "transfer", "restore", "custom")},
		{Name: "customName", Optional: true, Text: eppxml.MinToken}, {Name: "phase", Optional: true, Text: eppxml.MinToken}, {Name: "subphase", Optional: true, Text: eppxml.MinToken},
	}}}}
)

// feeSchema declares the fee element of a transform command.
func feeSchema(name string) eppxml.Element {
	return eppxml.Element{Name: name, Elements: []eppxml.Element{
		currency,
		{Name: "fee", Max: 20, Text: decimal, Attrs: []eppxml.Attribute{
			{Name: "description", Optional: true, Text: eppxml.Token(0, 0)}, eppxml.LangAttr, {Name: "refundable", Optional: true, Text: eppxml.Boolean},
			{Name: "grace-period", Optional: true, Text: eppxml.MinToken}, {Name: "applied", Optional: true, Text: eppxml.OneOf("immediate", "delayed")},
		}},
		{Name: "credit", Optional: true, Max: 20, Text: decimal, Attrs: []eppxml.Attribute{{Name: "description", Optional: true, Text: eppxml.Token(0, 0)}, eppxml.LangAttr}},
	}}
}

// decodeFee stores the sum of the fees and credits that the client agrees to.
func decodeFee(c *call, n *eppxml.Node, into any) error {
	unit := n.Get("currency")
	if unit == "" {
		balance, err := ask(c, ledger.BalanceInfo{})
		if err != nil {
			return err
		}
		unit = balance.Currency
	}
	total := money.Amount{Currency: unit}
	for part := range n.Children() {
		if part.Name == "currency" {
			continue
		}
		a, err := money.Parse(part.Text, unit)
		switch {
		case err != nil:
			return &eppxml.Error{Code: 2005, Reason: "this is not an amount of " + unit, Node: part}
		case part.Name == "fee" && a.Sign() < 0, part.Name == "credit" && a.Sign() > 0:
			return &eppxml.Error{Code: 2004, Reason: "a fee is not negative, and a credit not positive", Node: part}
		}
		total = total.Plus(a)
	}
	switch cmd := into.(type) {
	case *createRequest:
		cmd.fee = &total
	case *renewRequest:
		cmd.fee = &total
	case *transferRequest:
		cmd.fee = &total
	case *updateRequest:
		cmd.fee = &total
	}
	return nil
}

// encodeFeeCheck writes the prices of each name of a check with <fee:check>.
func encodeFeeCheck(c *call, from any) error {
	n := c.extensionNode(feeSpace.URI, "check")
	if n == nil {
		return nil
	}
	balance, err := ask(c, ledger.BalanceInfo{})
	if err != nil {
		return err
	}
	if unit := n.Child("currency"); unit != nil && unit.Text != balance.Currency {
		return &eppxml.Error{Code: 2004, Reason: "fees are in " + balance.Currency, Node: unit}
	}
	w := &c.extension
	w.OpenNS(feeSpace, "chkData")
	w.Text("fee:currency", balance.Currency)
	for _, a := range from.([]object.Availability) {
		if err := c.writeNameFees(n, a.Text); err != nil {
			return err
		}
	}
	w.Close("fee:chkData")
	return nil
}

// writeNameFees writes <fee:cd> with the price of each command in check for name.
func (c *call) writeNameFees(check *eppxml.Node, name string) error {
	w := &c.extension
	var commands []*eppxml.Node
	var queries []object.PriceQuery
	for cmd := range check.All("command") {
		commands = append(commands, cmd)
		queries = append(queries, object.PriceQuery{Product: registry.Product(cmd.Attr("name")), Term: termOf(cmd.Child("period"))})
	}
	offers, err := ask(c, object.Quote{Name: name, Queries: queries})
	if fault, isFault := errors.AsType[*registry.Fault](err); isFault {
		w.Open("fee:cd", "avail", "0")
		w.Text("fee:objID", name)
		w.Text("fee:reason", fault.Text)
		w.Close("fee:cd")
		return nil
	} else if err != nil {
		return err
	}
	w.Open("fee:cd", "avail", feeAvail(commands, offers))
	w.Text("fee:objID", name)
	w.Text("fee:class", "standard")
	for i, o := range offers {
		w.feeCommand(commands[i], o)
	}
	w.Close("fee:cd")
	return nil
}

// freeCommands are the commands without a fee.
var freeCommands = map[string]bool{"delete": true, "update": true}

// feeAvail returns the avail attribute: "1" when every command asked for has a
// price, else "0" (RFC 8748 section 5.1.1).
func feeAvail(commands []*eppxml.Node, offers []object.PriceQuote) string {
	for i, o := range offers {
		if inOtherPhase(commands[i]) || o.Fault != nil && !freeCommands[commands[i].Attr("name")] {
			return "0"
		}
	}
	return "1"
}

// inOtherPhase reports whether cmd asks for the price in a phase other than the
// current one, openPhase.
func inOtherPhase(cmd *eppxml.Node) bool {
	return cmd.Attr("phase") != "" && cmd.Attr("phase") != openPhase
}

// feeCommand writes <fee:command> for the requested command cmd.
func (w *writer) feeCommand(cmd *eppxml.Node, o object.PriceQuote) {
	attrs := []string{"name", cmd.Attr("name")}
	for _, a := range []string{"customName", "phase", "subphase"} {
		if v, ok := cmd.LookupAttr(a); ok {
			attrs = append(attrs, a, v)
		}
	}
	if !inOtherPhase(cmd) && (o.Fault == nil || freeCommands[cmd.Attr("name")]) {
		attrs = append(attrs, "standard", "1")
	}
	w.Open("fee:command", attrs...)
	if t := o.Query.Term; t != (registry.Term{}) {
		w.term("fee:period", t)
	}
	switch {
	case inOtherPhase(cmd):
		w.Text("fee:reason", "there is no such phase")
	case freeCommands[cmd.Attr("name")]:
		w.Text("fee:fee", "0.00")
	case o.Fault != nil:
		w.Text("fee:reason", o.Fault.Text)
	default:
		w.feeAmount(o.Price.Wholesale, o.Grace)
	}
	w.Close("fee:command")
}

// term writes a period with its unit.
func (w *writer) term(element string, t registry.Term) {
	w.Text(element, strconv.Itoa(t.N), "unit", string(t.Unit))
}

// feeAmount writes <fee:fee>. grace is the period in which the amount is
// refundable; 0: it is not.
func (w *writer) feeAmount(a money.Amount, grace time.Duration) {
	if grace == 0 {
		w.Text("fee:fee", a.Decimal(), "refundable", "0")
		return
	}
	w.Text("fee:fee", a.Decimal(), "refundable", "1", "grace-period", "P"+strconv.Itoa(int(grace/(24*time.Hour)))+"D", "applied", "immediate")
}

// encodeFeeResult returns a hook that writes the amount charged, for commands
// that carried a fee element.
func encodeFeeResult(element string) func(*call, any) error {
	return func(c *call, from any) error {
		if c.extensionNode(feeSpace.URI, c.commandNode.Name) == nil {
			return nil
		}
		var price registry.Price
		var term registry.Term
		switch result := from.(type) {
		case *registrationResult:
			price, term = result.Price, result.Domain.Term
		case *transferResult:
			if !result.requested {
				return nil
			}
			price, term = result.Price, result.Transfer.Term
		case *updateResult:
			if result.restored != nil {
				price = result.restored.Price
			}
		}
		return c.writeFeeResult(element, term, price.Wholesale)
	}
}

// writeFeeResult writes the fee data of a response: cost, as a credit when it is
// negative, and the balance. The zero term is left out.
func (c *call) writeFeeResult(element string, term registry.Term, cost money.Amount) error {
	balance, err := ask(c, ledger.BalanceInfo{})
	if err != nil {
		return err
	}
	w := &c.extension
	w.OpenNS(feeSpace, element)
	w.Text("fee:currency", balance.Currency)
	if term != (registry.Term{}) {
		w.term("fee:period", term)
	}
	if cost.Sign() < 0 {
		w.Text("fee:credit", cost.Decimal())
	} else {
		w.Text("fee:fee", cost.Decimal())
	}
	w.Text("fee:balance", money.Amount{Minor: balance.Available, Currency: balance.Currency}.Decimal())
	w.Close("fee:" + element)
	return nil
}

// encodeDeleteFee writes the credit of a deletion, if there is one.
func encodeDeleteFee(c *call, from any) error {
	if deleted := from.(*object.DeleteDomainResult); deleted.Credit.Sign() > 0 {
		return c.writeFeeResult("delData", registry.Term{}, deleted.Credit.Neg())
	}
	return nil
}
