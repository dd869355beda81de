package epp

import (
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const feeURI = "urn:ietf:params:xml:ns:epp:fee-1.0"

// feeExtension is RFC 8748: prices before a command, and amounts charged after it.
// There are no premium names, so that a client need not agree to a fee; a fee
// that it sends must be the actual one.
var feeExtension = extension{uri: feeURI, prefix: "fee", hooks: []hook{
	{object: domainURI, verb: "check", schema: feeCheckSchema, encode: encodeFeeCheck},
	{object: domainURI, verb: "create", schema: feeSchema("create"), decode: decodeFee, encode: encodeFeeResult("creData")},
	{object: domainURI, verb: "renew", schema: feeSchema("renew"), decode: decodeFee, encode: encodeFeeResult("renData")},
	{object: domainURI, verb: "transfer", schema: feeSchema("transfer"), decode: decodeFee, encode: encodeFeeResult("trnData")},
	{object: domainURI, verb: "update", schema: feeSchema("update"), decode: decodeFee, encode: encodeFeeResult("updData")},
	{object: domainURI, verb: "delete", encode: encodeDeleteFee},
}}

var (
	currency = elementDecl{name: "currency", opt: true, text: pattern("a currency", `[A-Z]{3}`)}
	decimal  = pattern("an amount", `[+-]?[0-9]{1,13}(\.[0-9]{1,4})?`)

	feeCheckSchema = elementDecl{name: "check", sub: []elementDecl{currency, {name: "command", max: 20, sub: []elementDecl{period.asOptional()}, attrs: []attrDecl{
		{name: "name", text: oneOf("create", "delete", "renew", "update", "transfer", "restore", "custom")},
		{name: "customName", opt: true, text: minTokenType}, {name: "phase", opt: true, text: minTokenType}, {name: "subphase", opt: true, text: minTokenType},
	}}}}
)

// feeSchema declares the fee element of a transform command.
func feeSchema(name string) elementDecl {
	return elementDecl{name: name, sub: []elementDecl{
		currency,
		{name: "fee", max: 20, text: decimal, attrs: []attrDecl{
			{name: "description", opt: true, text: token(0, 0)}, langAttr, {name: "refundable", opt: true, text: boolean},
			{name: "grace-period", opt: true, text: minTokenType}, {name: "applied", opt: true, text: oneOf("immediate", "delayed")},
		}},
		{name: "credit", opt: true, max: 20, text: decimal, attrs: []attrDecl{{name: "description", opt: true, text: token(0, 0)}, langAttr}},
	}}
}

// decodeFee stores the sum of the fees and credits that the client agrees to.
func decodeFee(c *call, n *node, into any) error {
	unit := n.get("currency")
	if unit == "" {
		balance, err := ask(c, ledger.BalanceInfo{})
		if err != nil {
			return err
		}
		unit = balance.Currency
	}
	total := money.Amount{Currency: unit}
	for part := range n.children() {
		if part.name == "currency" {
			continue
		}
		a, err := money.Parse(part.text, unit)
		switch {
		case err != nil:
			return &resultError{code: 2005, reason: "this is not an amount of " + unit, node: part}
		case part.name == "fee" && a.Sign() < 0, part.name == "credit" && a.Sign() > 0:
			return &resultError{code: 2004, reason: "a fee is not negative, and a credit not positive", node: part}
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
	n := c.extensionNode(feeURI, "check")
	if n == nil {
		return nil
	}
	balance, err := ask(c, ledger.BalanceInfo{})
	if err != nil {
		return err
	}
	if unit := n.child("currency"); unit != nil && unit.text != balance.Currency {
		return &resultError{code: 2004, reason: "fees are in " + balance.Currency, node: unit}
	}
	w := &c.extension
	w.openNS(feeURI, "chkData")
	w.text("fee:currency", balance.Currency)
	for _, a := range from.([]object.Availability) {
		if err := c.writeNameFees(n, a.Text); err != nil {
			return err
		}
	}
	w.close("fee:chkData")
	return nil
}

// writeNameFees writes <fee:cd> with the price of each command in check for name.
func (c *call) writeNameFees(check *node, name string) error {
	w := &c.extension
	var commands []*node
	var queries []object.PriceQuery
	for cmd := range check.all("command") {
		commands = append(commands, cmd)
		queries = append(queries, object.PriceQuery{Product: registry.Product(cmd.attr("name")), Term: termOf(cmd.child("period"))})
	}
	offers, err := ask(c, object.Quote{Name: name, Queries: queries})
	if fault, isFault := errors.AsType[*registry.Fault](err); isFault {
		w.open("fee:cd", "avail", "0")
		w.text("fee:objID", name)
		w.text("fee:reason", fault.Text)
		w.close("fee:cd")
		return nil
	} else if err != nil {
		return err
	}
	w.open("fee:cd", "avail", feeAvail(commands, offers))
	w.text("fee:objID", name)
	w.text("fee:class", "standard")
	for i, o := range offers {
		w.feeCommand(commands[i], o)
	}
	w.close("fee:cd")
	return nil
}

// freeCommands are the commands without a fee.
var freeCommands = map[string]bool{"delete": true, "update": true}

// feeAvail returns the avail attribute: "1" when every command asked for has a
// price, else "0" (RFC 8748 section 5.1.1).
func feeAvail(commands []*node, offers []object.PriceQuote) string {
	for i, o := range offers {
		if inOtherPhase(commands[i]) || o.Fault != nil && !freeCommands[commands[i].attr("name")] {
			return "0"
		}
	}
	return "1"
}

// inOtherPhase reports whether cmd asks for the price in a phase other than the
// current one, openPhase.
func inOtherPhase(cmd *node) bool { return cmd.attr("phase") != "" && cmd.attr("phase") != openPhase }

// feeCommand writes <fee:command> for the requested command cmd.
func (w *writer) feeCommand(cmd *node, o object.PriceQuote) {
	attrs := []string{"name", cmd.attr("name")}
	for _, a := range []string{"customName", "phase", "subphase"} {
		if v, ok := cmd.lookupAttr(a); ok {
			attrs = append(attrs, a, v)
		}
	}
	if !inOtherPhase(cmd) && (o.Fault == nil || freeCommands[cmd.attr("name")]) {
		attrs = append(attrs, "standard", "1")
	}
	w.open("fee:command", attrs...)
	if t := o.Query.Term; t != (registry.Term{}) {
		w.term("fee:period", t)
	}
	switch {
	case inOtherPhase(cmd):
		w.text("fee:reason", "there is no such phase")
	case freeCommands[cmd.attr("name")]:
		w.text("fee:fee", "0.00")
	case o.Fault != nil:
		w.text("fee:reason", o.Fault.Text)
	default:
		w.feeAmount(o.Price.Wholesale, o.Grace)
	}
	w.close("fee:command")
}

// term writes a period with its unit.
func (w *writer) term(element string, t registry.Term) {
	w.text(element, strconv.Itoa(t.N), "unit", string(t.Unit))
}

// feeAmount writes <fee:fee>. grace is the period in which the amount is
// refundable; 0: it is not.
func (w *writer) feeAmount(a money.Amount, grace time.Duration) {
	if grace == 0 {
		w.text("fee:fee", a.Decimal(), "refundable", "0")
		return
	}
	w.text("fee:fee", a.Decimal(), "refundable", "1", "grace-period", "P"+strconv.Itoa(int(grace/(24*time.Hour)))+"D", "applied", "immediate")
}

// encodeFeeResult returns a hook that writes the amount charged, for commands
// that carried a fee element.
func encodeFeeResult(element string) func(*call, any) error {
	return func(c *call, from any) error {
		if c.extensionNode(feeURI, c.commandNode.name) == nil {
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
	w.openNS(feeURI, element)
	w.text("fee:currency", balance.Currency)
	if term != (registry.Term{}) {
		w.term("fee:period", term)
	}
	if cost.Sign() < 0 {
		w.text("fee:credit", cost.Decimal())
	} else {
		w.text("fee:fee", cost.Decimal())
	}
	w.text("fee:balance", money.Amount{Minor: balance.Available, Currency: balance.Currency}.Decimal())
	w.close("fee:" + element)
	return nil
}

// encodeDeleteFee writes the credit of a deletion, if there is one.
func encodeDeleteFee(c *call, from any) error {
	if deleted := from.(*object.DeleteDomainResult); deleted.Credit.Sign() > 0 {
		return c.writeFeeResult("delData", registry.Term{}, deleted.Credit.Neg())
	}
	return nil
}
