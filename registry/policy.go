package registry

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
)

// Policy is the set of rules of one TLD: data first, then optional hooks. A zero
// field means no limit, no such period, or no check.
type Policy struct {
	TLD        name.Name
	Title      string // one-line description for the landing page
	Prices     Prices
	Public     Publication // contact fields that RDAP and WHOIS show
	Repository string      // identifier at the end of the ROIDs of new domains (RFC 5730 section 2.8); "": the registry's

	Terms           []Term        // terms for sale, shortest first; see DefaultTerm
	FreeTerms       []Term        // terms for names of PlanFree
	FreeDefault     Term          // default among FreeTerms
	Horizon         Term          // longest time from now to exDate; zero: no limit
	FreeRenewWindow time.Duration // a free name renews only in this last part of its term
	RenewWindow     time.Duration // any name renews only in this last part of its term; zero: at any time

	MinLabel, MaxLabel int    // length of the registered label in A-label form, octets
	Letters            string // permitted non-ASCII characters; empty: ASCII only; "*": all of IDNA2008
	Names              string // built-in list of names, as namelist.ReadCSV reads it; "": none
	ReservedAuthInfo   bool   // a reserved name may also be registered with its password
	PublicLists        bool   // anyone may see which names are reserved and blocked

	MinAuthInfo, MaxAuthInfo int  // length in characters of an authInfo chosen by a registrar; 0: 6 and 64
	StrongAuthInfo           bool // an authInfo chosen by a registrar is refused if it could be guessed (RFC 9154 section 4.1)

	RequireRegistrant      bool // a registrant is required
	ResetAuthInfo          bool // a change of registrant replaces the authInfo
	MinAdmin, MaxAdmin     int  // contacts in each role; see WithRequiredContacts
	MinTech, MaxTech       int
	MinBilling, MaxBilling int
	MinNS, MaxNS           int  // MinNS applies only to a domain that has name servers
	RequireNS              bool // name servers are required
	HostAttrs              bool // name servers are host attributes (RFC 5731 section 1.1), not host objects
	KeepExternalAddrs      bool // with HostAttrs: addresses of name servers outside of the TLD are accepted
	RefuseExampleAddrs     bool // no glue in the blocks for documentation, such as 192.0.2.0/24 and 2001:db8::/32
	MaxDS                  int  // most DS or key records of a domain; 0: no DNSSEC
	ResolvableNS           bool // a name server must be a host name that has an address
	KeyData                bool // DNSSEC by key data instead of DS data (RFC 5910 section 4)

	ServerCheck       time.Duration // time for a new domain's name servers to answer for it, before it is delegated; zero: they are not asked
	ServerChangeCheck time.Duration // likewise for a changed delegation; the former one stays meanwhile

	DNSSECAlgorithms []int // accepted in new DS and key records; nil: all that sign zones
	DigestTypes      []int // accepted in new DS records; nil: SHA-1, SHA-256 and SHA-384

	// Grace periods (RFC 3915 section 3.1).
	AddGrace, RenewGrace, AutoRenewGrace, TransferGrace time.Duration

	AutoRenew             bool          // default of Domain.AutoRenew
	Expired               time.Duration // length of phase Expired: after exDate, still delegated
	Outzone               time.Duration // length of phase Outzone: then, not delegated
	Redemption            time.Duration // length of redemptionPeriod, also after a delete
	PendingDelete         time.Duration // length of pendingDelete after it
	DeletePeriod          time.Duration // length of pendingDelete after a delete, if Redemption is zero
	RestoreReport         time.Duration // time limit for the restore report (pendingRestore); zero: no report
	RenewCancelsDelete    bool          // a renewal is accepted in PendingDelete and cancels it
	RedemptionIsAvailable bool          // anyone may register a name that is in Redemption

	TransferWait                  time.Duration // time limit of a transfer request; zero: transfers complete at once
	TransferAutoCancel            bool          // at the end of TransferWait the server cancels instead of approving
	TransferTerm                  Term          // term added by a transfer
	TransferLock                  time.Duration // no transfer for this long after creation or transfer
	UpdateProhibitedStopsTransfer bool          // clientUpdateProhibited and serverUpdateProhibited forbid transfers
	ConfirmPeriod                 time.Duration // time limit of the registrant's confirmation; zero: no confirmation

	ContactFields []ContactField // fields that the TLD adds to contacts

	NoPostal bool // contacts created for this TLD keep no postal address

	// Location is the time zone in which terms, and periods of whole days, are
	// counted. Nil is UTC.
	Location *time.Location `json:"-"`
	// ExpiryAt, if set, rounds the computed end t of a registration, for example
	// to the next local midnight. It must be idempotent.
	ExpiryAt func(t time.Time) time.Time `json:"-"`
	// DropTime, if set, returns the instant of release of a name whose deletion
	// ends at t. It is a pure function and its result is not before t.
	DropTime func(n name.Name, t time.Time) time.Time `json:"-"`
	// CheckContact, if set, returns the fault of c as a contact of a domain in
	// this TLD at now. role is "" for a contact that no domain uses yet.
	CheckContact func(c Contact, role ContactRole, now time.Time) error `json:"-"`
	// CompleteContact, if set, returns a new contact with values for the fields of
	// this TLD that its frontend does not have.
	CompleteContact func(c Contact) Contact `json:"-"`
	// CheckContactChange, if set, returns the fault of changing a contact in
	// use; role is as for CheckContact.
	CheckContactChange func(before, after Contact, role ContactRole) error `json:"-"`
	// CheckRegistrant, if set, returns the fault of d with c as its registrant at
	// now, such as a company or a minor without an administrative contact.
	CheckRegistrant func(c Contact, d Domain, now time.Time) error `json:"-"`
	// CheckChange, if set, returns the fault of a change of a domain. before is
	// the zero Domain if after is being created.
	CheckChange func(before, after Domain) error `json:"-"`
}

// InZone returns the policy for names directly below zone, a name directly below the TLD
// that is a zone of its own: such as a city of .it, below which names are sold. It has no
// built-in list. The error says why zone is no such name.
func (p Policy) InZone(zone string) (Policy, error) {
	n, err := name.ParseRegistration(zone)
	switch {
	case err != nil:
		return p, fmt.Errorf("%q is not a name", zone)
	case n.Parent() != p.TLD:
		return p, fmt.Errorf("%s is not directly below %s", n, p.TLD)
	}
	p.TLD, p.Names = n, ""
	return p, nil
}

// Offers reports whether t is for sale for a name of the given plan.
func (p Policy) Offers(t Term, plan Plan) bool { return slices.Contains(p.terms(plan), t) }

// DefaultTerm returns the term of a request that names none; the zero Term if
// nothing is for sale.
func (p Policy) DefaultTerm(plan Plan) Term {
	switch terms := p.terms(plan); {
	case plan == PlanFree && p.FreeDefault != Term{}:
		return p.FreeDefault
	case slices.Contains(terms, Years(1)):
		return Years(1)
	case len(terms) > 0:
		return terms[0]
	}
	return Term{}
}

func (p Policy) terms(plan Plan) []Term {
	if plan == PlanFree {
		return p.FreeTerms
	}
	return p.Terms
}

// CheckName returns nil if the policy permits registrations of n: ErrTLD if n is
// not directly below the TLD, ErrNameLength, ErrNameLetters for a character
// outside of Letters. Names on lists pass.
func (p Policy) CheckName(n name.Name) error {
	label := n.Label()
	switch {
	case n.Parent() != p.TLD:
		return ErrTLD.On("name", string(n))
	case p.MinLabel > 0 && len(label) < p.MinLabel, p.MaxLabel > 0 && len(label) > p.MaxLabel:
		return ErrNameLength.On("name", string(n))
	case n.IsIDN() && !p.allowsLetters(name.Name(label).Unicode()):
		return ErrNameLetters.On("name", string(n))
	}
	return nil
}

// CheckAuthInfo returns ErrRange if a registrar may not choose an authInfo of
// this length; 6 to 64 characters unless the policy says otherwise. With
// StrongAuthInfo it returns ErrWeakAuth for one that could be guessed.
func (p Policy) CheckAuthInfo(secret string) error {
	least, most := 6, 64
	if p.MinAuthInfo > 0 {
		least = p.MinAuthInfo
	}
	if p.MaxAuthInfo > 0 {
		most = p.MaxAuthInfo
	}
	if n := utf8.RuneCountInString(secret); n < least || n > most {
		return ErrRange.On("authInfo", fmt.Sprintf("%d to %d characters", least, most))
	}
	if p.StrongAuthInfo {
		return CheckAuthInfoStrength(secret)
	}
	return nil
}

// allowsLetters reports whether the TLD registers every character of a U-label.
func (p Policy) allowsLetters(label string) bool {
	if p.Letters == "*" {
		return true
	}
	return !strings.ContainsFunc(label, func(r rune) bool { return r >= 0x80 && !strings.ContainsRune(p.Letters, r) })
}
