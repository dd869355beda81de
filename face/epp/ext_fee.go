package epp

import (
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const feeURI = "urn:ietf:params:xml:ns:epp:fee-1.0"

// fee is RFC 8748: what commands cost the registrar, before and after. There
// are no premium names, so nobody has to agree to a fee; who does is held to
// it.
var fee = extension{uri: feeURI, prefix: "fee", hooks: []hook{
	{object: domainURI, verb: "check", form: feeCheckForm, tell: tellFees},
	{object: domainURI, verb: "create", form: feeForm("create"), read: readFee, tell: tellPaid("creData")},
	{object: domainURI, verb: "renew", form: feeForm("renew"), read: readFee, tell: tellPaid("renData")},
	{object: domainURI, verb: "transfer", form: feeForm("transfer"), read: readFee, tell: tellPaid("trnData")},
	{object: domainURI, verb: "update", form: feeForm("update"), read: readFee, tell: tellPaid("updData")},
	{object: domainURI, verb: "delete", tell: tellCredit},
}}

var (
	currency = element{name: "currency", opt: true, text: pattern("a currency", `[A-Z]{3}`)}
	decimal  = pattern("an amount", `[+-]?[0-9]{1,13}(\.[0-9]{1,4})?`)

	feeCheckForm = element{name: "check", sub: []element{currency, {name: "command", max: 20, sub: []element{period.orNone()}, attrs: []attribute{
		{name: "name", text: oneOf("create", "delete", "renew", "update", "transfer", "restore", "custom")},
		{name: "customName", opt: true, text: word}, {name: "phase", opt: true, text: word}, {name: "subphase", opt: true, text: word},
	}}}}
)

func feeForm(name string) element {
	return element{name: name, sub: []element{
		currency,
		{name: "fee", max: 20, text: decimal, attrs: []attribute{
			{name: "description", opt: true, text: token(0, 0)}, langAttr, {name: "refundable", opt: true, text: boolean},
			{name: "grace-period", opt: true, text: word}, {name: "applied", opt: true, text: oneOf("immediate", "delayed")},
		}},
		{name: "credit", opt: true, max: 20, text: decimal, attrs: []attribute{{name: "description", opt: true, text: token(0, 0)}, langAttr}},
	}}
}

// readFee adds up what the client agrees to pay.
func readFee(c *call, n *node, into any) error {
	unit := n.get("currency")
	if unit == "" {
		purse, err := ask(c, command.Holdings{})
		if err != nil {
			return err
		}
		unit = purse.Currency
	}
	total := money.Amount{Currency: unit}
	for part := range n.children() {
		if part.name == "currency" {
			continue
		}
		a, err := money.Parse(part.text, unit)
		switch {
		case err != nil:
			return &problem{code: 2005, reason: "this is not an amount of " + unit, node: part}
		case part.name == "fee" && a.Sign() < 0, part.name == "credit" && a.Sign() > 0:
			return &problem{code: 2004, reason: "a fee is not negative, and a credit not positive", node: part}
		}
		total = total.Plus(a)
	}
	switch cmd := into.(type) {
	case *creating:
		cmd.fee = &total
	case *renewing:
		cmd.fee = &total
	case *moving:
		cmd.fee = &total
	case *updating:
		cmd.fee = &total
	}
	return nil
}

// tellFees answers <fee:check> for each name of the check.
func tellFees(c *call, from any) error {
	n := c.extra(feeURI, "check")
	if n == nil {
		return nil
	}
	purse, err := ask(c, command.Holdings{})
	if err != nil {
		return err
	}
	if unit := n.child("currency"); unit != nil && unit.text != purse.Currency {
		return &problem{code: 2004, reason: "fees are in " + purse.Currency, node: unit}
	}
	w := &c.extension
	w.object(feeURI, "chkData")
	w.text("fee:currency", purse.Currency)
	for _, a := range from.([]command.Availability) {
		if err := c.quote(n, a.Asked); err != nil {
			return err
		}
	}
	w.close("fee:chkData")
	return nil
}

// quote writes what a name costs.
func (c *call) quote(check *node, name string) error {
	w := &c.extension
	var commands []*node
	var wishes []command.Wish
	for cmd := range check.all("command") {
		commands = append(commands, cmd)
		wishes = append(wishes, command.Wish{Product: registry.Product(cmd.attr("name")), Term: termOf(cmd.child("period"))})
	}
	offers, err := ask(c, command.Quote{Name: name, Wishes: wishes})
	if fault, no := errors.AsType[*registry.Fault](err); no {
		w.open("fee:cd", "avail", "0")
		w.text("fee:objID", name)
		w.text("fee:reason", fault.Text)
		w.close("fee:cd")
		return nil
	} else if err != nil {
		return err
	}
	w.open("fee:cd", "avail", available(commands, offers))
	w.text("fee:objID", name)
	w.text("fee:class", "standard")
	for i, o := range offers {
		w.offer(commands[i], o)
	}
	w.close("fee:cd")
	return nil
}

// free are the commands that cost nothing.
var free = map[string]bool{"delete": true, "update": true}

// available says whether all that was asked has a price (RFC 8748 section
// 5.1.1).
func available(commands []*node, offers []command.Offer) string {
	for i, o := range offers {
		if elsewhere(commands[i]) || o.Fault != nil && !free[commands[i].attr("name")] {
			return "0"
		}
	}
	return "1"
}

// elsewhere reports whether a price is asked for in a phase that it is not.
func elsewhere(cmd *node) bool { return cmd.attr("phase") != "" && cmd.attr("phase") != openPhase }

func (w *writer) offer(cmd *node, o command.Offer) {
	attrs := []string{"name", cmd.attr("name")}
	for _, a := range []string{"customName", "phase", "subphase"} {
		if v, there := cmd.lookup(a); there {
			attrs = append(attrs, a, v)
		}
	}
	if !elsewhere(cmd) && (o.Fault == nil || free[cmd.attr("name")]) {
		attrs = append(attrs, "standard", "1")
	}
	w.open("fee:command", attrs...)
	if t := o.Wish.Term; t != (registry.Term{}) {
		w.term("fee:period", t)
	}
	switch {
	case elsewhere(cmd):
		w.text("fee:reason", "there is no such phase")
	case free[cmd.attr("name")]:
		w.text("fee:fee", "0.00")
	case o.Fault != nil:
		w.text("fee:reason", o.Fault.Text)
	default:
		w.fee(o.Price.Wholesale, o.Grace)
	}
	w.close("fee:command")
}

func (w *writer) term(element string, t registry.Term) {
	w.text(element, strconv.Itoa(t.N), "unit", string(t.Unit))
}

// fee writes an amount, and how long it is given back.
func (w *writer) fee(a money.Amount, grace time.Duration) {
	if grace == 0 {
		w.text("fee:fee", a.Decimal(), "refundable", "0")
		return
	}
	w.text("fee:fee", a.Decimal(), "refundable", "1", "grace-period", "P"+strconv.Itoa(int(grace/(24*time.Hour)))+"D", "applied", "immediate")
}

// tellPaid writes what a command has cost, to those who agreed to a fee.
func tellPaid(element string) func(*call, any) error {
	return func(c *call, from any) error {
		if c.extra(feeURI, c.op.name) == nil {
			return nil
		}
		var price registry.Price
		var term registry.Term
		switch made := from.(type) {
		case *bought:
			price, term = made.Price, made.Domain.Term
		case *moved:
			if !made.requested {
				return nil
			}
			price, term = made.Price, made.Transfer.Term
		case *updated:
			if made.restored != nil {
				price = made.restored.Price
			}
		}
		return c.paid(element, term, price.Wholesale)
	}
}

func (c *call) paid(element string, term registry.Term, cost money.Amount) error {
	purse, err := ask(c, command.Holdings{})
	if err != nil {
		return err
	}
	w := &c.extension
	w.object(feeURI, element)
	w.text("fee:currency", purse.Currency)
	if term != (registry.Term{}) {
		w.term("fee:period", term)
	}
	if cost.Sign() < 0 {
		w.text("fee:credit", cost.Decimal())
	} else {
		w.text("fee:fee", cost.Decimal())
	}
	w.text("fee:balance", money.Amount{Minor: purse.Balance, Currency: purse.Currency}.Decimal())
	w.close("fee:" + element)
	return nil
}

// tellCredit writes what a deletion gave back.
func tellCredit(c *call, from any) error {
	if gone := from.(*command.Deletion); gone.Credit.Sign() > 0 {
		return c.paid("delData", registry.Term{}, gone.Credit.Neg())
	}
	return nil
}
