package epp

import (
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var feeSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:epp:fee-1.0", Prefix: "fee"}

// feeExtension is RFC 8748: prices before a command, and amounts charged after it.
// A client need not agree to a fee, but for a premium name; a fee that it sends must not
// be less than the actual one.
var feeExtension = extension{Namespace: feeSpace, hooks: []hook{
	onDomainCheck(addition[domainCheck]{schema: feeCheckSchema, decode: decodeFeeCheck, encode: encodeFeeCheck}),
	onDomain("create", addition[transform]{schema: feeSchema("create"), decode: decodeFee, encode: encodeFee("creData")}),
	onDomain("renew", addition[transform]{schema: feeSchema("renew"), decode: decodeFee, encode: encodeFee("renData")}),
	onDomain("transfer", addition[transform]{schema: feeSchema("transfer"), decode: decodeFee, encode: encodeFee("trnData")}),
	onDomain("update", addition[transform]{schema: feeSchema("update"), decode: decodeFee, encode: encodeFee("updData")}),
	onDomain("delete", addition[transform]{encode: encodeDeleteFee}),
}}

var (
	currency = eppxml.Element{Name: "currency", Optional: true, Text: eppxml.Pattern("a currency", `[A-Z]{3}`)}
	decimal  = eppxml.Pattern("an amount", `[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)`)

	feeCheckSchema = eppxml.Element{Name: "check", Elements: []eppxml.Element{currency, {Name: "command", Max: eppxml.Unbounded, Limit: 20, Elements: []eppxml.Element{period.AsOptional()}, Attrs: []eppxml.Attribute{
		{Name: "name", Text: eppxml.OneOf("create", "delete", "renew", "update", "transfer", "restore", "custom")},
		{Name: "customName", Optional: true, Text: eppxml.AnyToken}, {Name: "phase", Optional: true, Text: eppxml.AnyToken}, {Name: "subphase", Optional: true, Text: eppxml.AnyToken},
	}}}}
)

// feeSchema declares the fee element of a transform command.
func feeSchema(name string) eppxml.Element {
	return eppxml.Element{Name: name, Elements: []eppxml.Element{
		currency,
		{Name: "fee", Max: eppxml.Unbounded, Limit: 20, Text: decimal, Attrs: []eppxml.Attribute{
			{Name: "description", Optional: true, Text: eppxml.AnyToken}, eppxml.LangAttr, {Name: "refundable", Optional: true, Text: eppxml.Boolean},
			{Name: "grace-period", Optional: true, Text: eppxml.AnyToken}, {Name: "applied", Optional: true, Text: eppxml.OneOf("immediate", "delayed")},
		}},
		{Name: "credit", Optional: true, Max: eppxml.Unbounded, Limit: 20, Text: decimal, Attrs: []eppxml.Attribute{{Name: "description", Optional: true, Text: eppxml.AnyToken}, eppxml.LangAttr}},
	}}
}

// decodeFee stores the sum of the fees and credits that the client agrees to.
func decodeFee(c *call, n *eppxml.Node, x *transform) error {
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
	x.fee = &total
	return nil
}

// A feeQuery is what <fee:check> asks about each name.
type feeQuery struct {
	currency *eppxml.Node        // nil: the registrar's
	commands []*eppxml.Node      // each <fee:command>
	queries  []object.PriceQuery // of commands, by index
}

// A feeAnswer is the answer to a feeQuery.
type feeAnswer struct {
	currency string
	names    []nameFees
}

// nameFees are the prices of one name; none with a fault.
type nameFees struct {
	name  string
	quote object.Quotes   // of feeQuery.commands, by index
	fault *registry.Fault // nil: the name may be registered here
}

func decodeFeeCheck(_ *call, n *eppxml.Node, x *domainCheck) error {
	x.fees = &feeQuery{currency: n.Child("currency")}
	for cmd := range n.All("command") {
		x.fees.commands = append(x.fees.commands, cmd)
		x.fees.queries = append(x.fees.queries, object.PriceQuery{Product: registry.Product(cmd.Attr("name")), Term: termOf(cmd.Child("period"))})
	}
	return nil
}

// answer prices names. It is 2004 when q asks for another currency than the
// registrar's.
func (q *feeQuery) answer(s *command.Snapshot, names []string) (*feeAnswer, error) {
	balance, err := ledger.FindBalance(s)
	if err != nil {
		return nil, err
	}
	if q.currency != nil && q.currency.Text != balance.Currency {
		return nil, &eppxml.Error{Code: 2004, Reason: "fees are in " + balance.Currency, Node: q.currency}
	}
	a := &feeAnswer{currency: balance.Currency}
	for _, name := range names {
		fees := nameFees{name: name}
		fees.quote, err = object.Quote{Name: name, Queries: q.queries}.Answer(s)
		if fault, isFault := errors.AsType[*registry.Fault](err); isFault {
			fees.fault = fault
		} else if err != nil {
			return nil, err
		}
		a.names = append(a.names, fees)
	}
	return a, nil
}

// encodeFeeCheck writes the prices of each name of a check with <fee:check>.
func encodeFeeCheck(c *call, _ *eppxml.Node, x *domainCheck) error {
	if x.prices == nil {
		return nil
	}
	w := &c.extension
	w.OpenNS(feeSpace, "chkData")
	w.Text("fee:currency", x.prices.currency)
	for _, fees := range x.prices.names {
		w.nameFees(x.fees.commands, fees)
	}
	w.Close("fee:chkData")
	return nil
}

// nameFees writes <fee:cd> with the price of each of commands for a name.
func (w *writer) nameFees(commands []*eppxml.Node, fees nameFees) {
	if fees.fault != nil {
		w.Open("fee:cd", "avail", "0")
		w.Text("fee:objID", fees.name)
		w.Text("fee:reason", fees.fault.Text)
		w.Close("fee:cd")
		return
	}
	w.Open("fee:cd", "avail", feeAvail(commands, fees.quote.Prices))
	w.Text("fee:objID", fees.name)
	class, standard := "standard", "1"
	if fees.quote.Premium {
		class, standard = "premium", "0"
	}
	w.Text("fee:class", class)
	for i, o := range fees.quote.Prices {
		w.feeCommand(commands[i], o, standard)
	}
	w.Close("fee:cd")
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

// feeCommand writes <fee:command> for the requested command cmd. standard is its attribute:
// "0" for a premium name (RFC 8748 section 3.7).
func (w *writer) feeCommand(cmd *eppxml.Node, o object.PriceQuote, standard string) {
	attrs := []string{"name", cmd.Attr("name")}
	for _, a := range []string{"customName", "phase", "subphase"} {
		if v, ok := cmd.LookupAttr(a); ok {
			attrs = append(attrs, a, v)
		}
	}
	if !inOtherPhase(cmd) && (o.Fault == nil || freeCommands[cmd.Attr("name")]) {
		attrs = append(attrs, "standard", standard)
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

// encodeFee returns a hook that writes the amount charged, for commands that
// carried a fee element.
func encodeFee(element string) func(*call, *eppxml.Node, *transform) error {
	return func(c *call, _ *eppxml.Node, x *transform) error {
		if x.fee != nil {
			c.extension.feeResult(element, x)
		}
		return nil
	}
}

// encodeDeleteFee writes the credit of a deletion, if there is one.
func encodeDeleteFee(c *call, _ *eppxml.Node, x *transform) error {
	if x.cost.Sign() < 0 {
		c.extension.feeResult("delData", x)
	}
	return nil
}

// feeResult writes the fee data of a response: the cost, as a credit when it is
// negative, and the balance. The zero term is left out.
func (w *writer) feeResult(element string, x *transform) {
	w.OpenNS(feeSpace, element)
	w.Text("fee:currency", x.balance.Currency)
	if x.term != (registry.Term{}) {
		w.term("fee:period", x.term)
	}
	if x.cost.Sign() < 0 {
		w.Text("fee:credit", x.cost.Decimal())
	} else {
		w.Text("fee:fee", x.cost.Decimal())
	}
	w.Text("fee:balance", money.Amount{Minor: x.balance.Available, Currency: x.balance.Currency}.Decimal())
	w.Close("fee:" + element)
}
