package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// An envelope carries what the extensions of a command say to its mapping, and the
// mapping's result to the extensions of the response. Each member serves some
// commands, whose hooks onLogin, onDomain, … receive it.
type envelope struct {
	login     login
	message   registry.Message
	check     domainCheck
	info      domainView
	transform transform
	contact   contactTransform
}

// onLogin extends login. The envelope has the passwords.
func onLogin(x addition[login]) hook {
	return bind("", "login", x, func(c *call) *login { return &c.envelope.login })
}

// onPoll extends poll. The envelope is the message in the response; the zero
// Message when there is none.
func onPoll(x addition[registry.Message]) hook {
	return bind("", "poll", x, func(c *call) *registry.Message { return &c.envelope.message })
}

// A domainCheck is the envelope of a domain's check.
type domainCheck struct {
	fees *feeQuery // prices that the client asks for (RFC 8748); nil: none

	checked []object.Availability // the result
	prices  *feeAnswer            // the result of fees, of the same view; nil: none
}

// onDomainCheck extends the check of domains.
func onDomainCheck(x addition[domainCheck]) hook {
	return bind(eppxml.DomainURI, "check", x, func(c *call) *domainCheck { return &c.envelope.check })
}

// onDomainInfo extends the info of a domain. The envelope is the domain found.
func onDomainInfo(x addition[domainView]) hook {
	return bind(eppxml.DomainURI, "info", x, func(c *call) *domainView { return &c.envelope.info })
}

// A transform is the envelope of a domain's create, renew, transfer, update and
// delete.
type transform struct {
	fee              *money.Amount           // the fee that the client agrees to (RFC 8748); nil: any
	restore          bool                    // restore request (RFC 3915)
	report           *registry.RestoreReport // restore report (RFC 3915); nil: none
	dnssec           registry.DNSSEC         // of a create (RFC 5910)
	dnssecUpdate     dnssecUpdate            // of an update (RFC 5910)
	reservedPassword string                  // of a create, for a reserved name of .ee; "": none

	domain  registry.Domain // after the command
	term    registry.Term   // bought; zero: none
	cost    money.Amount    // charged; negative: refunded
	balance ledger.Balance  // the registrar's, after the command and of its transaction; zero when no response shows it
}

// A dnssecUpdate is a change of DNSSEC data. MaxSigLife is in seconds; nil: no
// change.
type dnssecUpdate struct {
	DS         command.Edit[registry.DS]
	Keys       command.Edit[registry.Key]
	MaxSigLife *int
}

// onDomain extends a command that changes a domain: create, renew, transfer,
// update or delete.
func onDomain(verb string, x addition[transform]) hook {
	return bind(eppxml.DomainURI, verb, x, func(c *call) *transform { return &c.envelope.transform })
}

// A contactTransform is the envelope of a contact's create, update and delete.
type contactTransform struct {
	ident registry.Ident // of a create (.ee's extension); zero: none
}

// onContact extends a command that changes a contact: create, update or delete.
func onContact(verb string, x addition[contactTransform]) hook {
	return bind(eppxml.ContactURI, verb, x, func(c *call) *contactTransform { return &c.envelope.contact })
}
