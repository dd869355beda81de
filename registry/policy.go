package registry

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
)

// A Policy is what one TLD decides: data first, hooks last. Zero means: no
// such limit, no such period, nothing to check.
type Policy struct {
	TLD    name.Name
	Title  string // for the landing page: what this TLD is
	Prices Prices
	Public Publication // what RDAP and WHOIS show

	Terms     []Term        // offered, shortest first; the first is the default
	FreeTerms []Term        // offered for names of Plan Free
	FreeUsual Term          // the default among FreeTerms
	Horizon   Term          // how far ahead of now a registration may reach; zero: no limit
	FreeEnd   time.Duration // a free name renews only in its last FreeEnd
	RenewEnd  time.Duration // any name renews only in its last RenewEnd; zero: at any time

	MinLabel, MaxLabel int         // length of the registered label in A-label form
	Letters            string      // non-ASCII letters that a label may have; empty: ASCII only; "*": all of IDNA2008
	Reserved           []name.Name // not for everyone: refused unless the operator registers them
	Blocked            []name.Name // for nobody
	ReservedAuth       bool        // who knows a reserved name's password may register it

	MinAuth, MaxAuth int // length of an authInfo that a registrar chooses

	Registrant             bool // demanded
	RegistrantAuth         bool // a change of registrant spends the authInfo: there is a new one
	MinAdmin, MaxAdmin     int
	MinTech, MaxTech       int
	MinBilling, MaxBilling int
	MinNS, MaxNS           int  // MinNS counts only when there are any at all
	NeedNS                 bool // there must be name servers
	HostAttrs              bool // name servers are attributes with addresses, not host objects
	SpareAddrs             bool // of servers outside of the TLD, too; of others in it they are left out
	MaxDS                  int  // 0: none
	KeyData                bool // DNSSEC by keys instead of DS records

	AddGrace, RenewGrace, AutoRenewGrace, TransferGrace time.Duration

	AutoRenew     bool          // default of Domain.AutoRenew when the registrar does not say
	Expired       time.Duration // after exDate: still delegated
	Outzone       time.Duration // then: not delegated
	Redemption    time.Duration // then, and after a delete: restorable
	PendingDelete time.Duration // then: lost, not yet free
	Deletion      time.Duration // from a delete to its end where there is no Redemption
	RestoreReport time.Duration // a restore waits that long for its report; zero: needs none
	RenewSaves    bool          // a renewal lifts PendingDelete
	Open          bool          // others may take a name that is in Redemption

	TransferWait   time.Duration // a request waits that long for the losing side; zero: done at once
	TransferRefuse bool          // when nobody spoke: refused instead of approved
	TransferTerm   Term          // added by a transfer
	TransferLock   time.Duration // no transfer that soon after creation or transfer
	TransferFrozen bool          // no transfer of a name that may not be updated
	Confirm        time.Duration // a pending change waits that long for the registrant's word; zero: needs none

	NoPostal bool // contacts made for this TLD keep no postal address

	// Zone is where days begin and end: terms, and periods of whole days, are
	// counted on its calendar. Nil is UTC.
	Zone *time.Location `json:"-"`
	// DayEnd, if set, says when a registration that would end at t really
	// ends, such as at midnight of a country's time. What it returned once it
	// returns again: DayEnd(DayEnd(t)) is DayEnd(t).
	DayEnd func(t time.Time) time.Time `json:"-"`
	// Moment, if set, returns when a name that drops at t is really released:
	// not before t, and a pure function.
	Moment func(n name.Name, t time.Time) time.Time `json:"-"`
	// CheckContact, if set, says what is wrong with c as a contact of a name
	// here; role is "registrant", "admin", "tech" or "billing".
	CheckContact func(c Contact, role string) error `json:"-"`
	// CheckContactChange, if set, says what of a contact in use may not
	// change.
	CheckContactChange func(before, after Contact, role string) error `json:"-"`
	// CheckRegistrant, if set, says what is wrong with d in the hands of c, its
	// registrant, such as a company's name that has no administrative contact.
	CheckRegistrant func(c Contact, d Domain) error `json:"-"`
	// CheckChange, if set, says what is wrong with what became of before.
	// before is the zero Domain when after is new.
	CheckChange func(before, after Domain) error `json:"-"`
}

// Offers reports whether t may be bought for a name of the given plan.
func (p Policy) Offers(t Term, plan Plan) bool { return slices.Contains(p.terms(plan), t) }

// Usual returns the term that is meant when none is given.
func (p Policy) Usual(plan Plan) Term {
	switch terms := p.terms(plan); {
	case plan == Free && p.FreeUsual != Term{}:
		return p.FreeUsual
	case slices.Contains(terms, Years(1)):
		return Years(1)
	case len(terms) > 0:
		return terms[0]
	}
	return Term{}
}

func (p Policy) terms(plan Plan) []Term {
	if plan == Free {
		return p.FreeTerms
	}
	return p.Terms
}

// CheckName reports whether n can be registered here at all: directly below
// the TLD, of the right length, in the TLD's letters, and not blocked: else
// ErrTLD, ErrNameLength, ErrNameLetters, ErrNameBlocked.
func (p Policy) CheckName(n name.Name) error {
	label := n.Label()
	switch {
	case n.Parent() != p.TLD:
		return ErrTLD.On("name", string(n))
	case p.MinLabel > 0 && len(label) < p.MinLabel, p.MaxLabel > 0 && len(label) > p.MaxLabel:
		return ErrNameLength.On("name", string(n))
	case slices.Contains(p.Blocked, n):
		return ErrNameBlocked.On("name", string(n))
	case n.IsIDN() && !p.writes(name.Name(label).Unicode()):
		return ErrNameLetters.On("name", string(n))
	}
	return nil
}

// CheckAuthInfo reports whether a registrar may choose an authInfo of that
// length: of 6 to 64 characters where the policy does not say.
func (p Policy) CheckAuthInfo(secret string) error {
	least, most := 6, 64
	if p.MinAuth > 0 {
		least = p.MinAuth
	}
	if p.MaxAuth > 0 {
		most = p.MaxAuth
	}
	if n := utf8.RuneCountInString(secret); n < least || n > most {
		return ErrRange.On("authInfo", fmt.Sprintf("%d to %d characters", least, most))
	}
	return nil
}

func (p Policy) writes(label string) bool {
	if p.Letters == "*" {
		return true
	}
	return !strings.ContainsFunc(label, func(r rune) bool { return r >= 0x80 && !strings.ContainsRune(p.Letters, r) })
}
