package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func checkDomains(c *call, n *eppxml.Node) error {
	x := &c.envelope.check
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	answer, err := ask(c, checkQuery{n.Texts("name"), x.fees})
	if err != nil {
		return err
	}
	x.checked, x.prices = answer.checked, answer.prices
	w := &c.resData
	w.OpenNS(domainSpace, "chkData")
	for _, a := range x.checked {
		w.Open("domain:cd")
		w.avail("domain:name", a.Text, a.Fault == nil)
		if a.Fault != nil {
			w.Text("domain:reason", unavailableReason(a.Fault))
		}
		w.Close("domain:cd")
	}
	w.Close("domain:chkData")
	return nil
}

// A checkQuery checks names and, with fees, prices them in the same view.
type checkQuery struct {
	names []string
	fees  *feeQuery // nil: no prices
}

// A checkAnswer is the answer to a checkQuery.
type checkAnswer struct {
	checked []object.Availability
	prices  *feeAnswer // nil: none asked for
}

// Answer is 2004 for fees in another currency than the registrar's.
func (q checkQuery) Answer(s *command.Snapshot) (a checkAnswer, err error) {
	if a.checked, err = (object.CheckDomains{Names: q.names}).Answer(s); err != nil || q.fees == nil {
		return a, err
	}
	a.prices, err = q.fees.answer(s, q.names)
	return a, err
}

// avail writes the checked object with its avail attribute.
func (w *writer) avail(element, object string, free bool) {
	if free {
		w.Text(element, object, "avail", "1")
		return
	}
	w.Text(element, object, "avail", "0")
}

// unavailableReason returns a text for f of at most 32 characters, the length of
// eppcom's reasonType.
func unavailableReason(f *registry.Fault) string {
	switch f.Reason {
	case registry.ErrNameTaken.Reason:
		return "In use"
	case registry.ErrReserved.Reason:
		return "Reserved"
	case registry.ErrNameBlocked.Reason:
		return "Blocked"
	case registry.ErrProtected.Reason:
		return "Infrastructure is below it"
	case registry.ErrTLD.Reason:
		return "Not a zone of this registry"
	case registry.ErrNameSyntax.Reason:
		return "Not a domain name"
	case registry.ErrNameLength.Reason:
		return "Too short or too long"
	case registry.ErrNameLetters.Reason:
		return "Letters not registered here"
	}
	return "Not available"
}
