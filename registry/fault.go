package registry

import "fmt"

// Code is an EPP result code (RFC 5730 section 3).
type Code int

// Fault is the refusal of a request by a rule of the registry. Two faults are
// the same error (errors.Is) if they have the same Reason; Field and Value
// identify the part of the request that was refused.
type Fault struct {
	Code   Code
	Reason string // stable key, such as "name-taken"
	Text   string // a sentence in lower case, without a full stop
	Field  string // part of the request; "": none in particular
	Value  string // its value; shown to the client, so never a secret
}

// Error returns Text, with Field and Value if Field is set.
func (f *Fault) Error() string {
	if f.Field == "" {
		return f.Text
	}
	return fmt.Sprintf("%s (%s %q)", f.Text, f.Field, f.Value)
}

// Is reports whether err is a Fault with the same Reason, for errors.Is.
func (f *Fault) Is(err error) bool {
	g, ok := err.(*Fault)
	return ok && g.Reason == f.Reason
}

// On returns a copy of f with Field and Value set.
func (f *Fault) On(field, value string) *Fault {
	g := *f
	g.Field, g.Value = field, value
	return &g
}

// The faults. A new one must also be added to Faults, from which the frontends
// derive their tables and documents.
var (
	// Authentication and authorization.
	ErrLogin        = &Fault{Code: 2200, Reason: "login", Text: "the login or the password is wrong"}
	ErrTokenMissing = &Fault{Code: 2200, Reason: "token-absent", Text: "a token is needed"}
	ErrTokenUnknown = &Fault{Code: 2200, Reason: "token-unknown", Text: "the token is not known here"}
	ErrTokenExpired = &Fault{Code: 2200, Reason: "token-expired", Text: "the token has expired"}
	ErrTokenRetired = &Fault{Code: 2200, Reason: "token-retired", Text: "the token was refreshed or logged out"}
	ErrScope        = &Fault{Code: 2201, Reason: "scope", Text: "the token does not open this"}
	ErrRole         = &Fault{Code: 2201, Reason: "role", Text: "the user may not do this"}
	ErrAddress      = &Fault{Code: 2200, Reason: "address", Text: "logins from this address are not accepted"}
	ErrSuspended    = &Fault{Code: 2201, Reason: "suspended", Text: "the account is suspended"}
	ErrPassword     = &Fault{Code: 2306, Reason: "password-policy", Text: "a password has 8 to 128 characters"}
	ErrBusy         = &Fault{Code: 2502, Reason: "busy", Text: "too many requests; try again later"}

	// Syntax and policy of a request.
	ErrUnreadable    = &Fault{Code: 2001, Reason: "unreadable", Text: "the request cannot be read"}
	ErrMissing       = &Fault{Code: 2003, Reason: "missing", Text: "a required value is missing"}
	ErrSyntax        = &Fault{Code: 2005, Reason: "syntax", Text: "the value has the wrong form"}
	ErrType          = &Fault{Code: 2005, Reason: "type", Text: "the value has the wrong type"} // Value: the expected type
	ErrRange         = &Fault{Code: 2004, Reason: "range", Text: "the value is out of range"}
	ErrNameSyntax    = &Fault{Code: 2005, Reason: "name-syntax", Text: "this is not a domain name"}
	ErrNameLength    = &Fault{Code: 2306, Reason: "name-length", Text: "the name is too short or too long for its zone"}
	ErrNameLetters   = &Fault{Code: 2306, Reason: "name-letters", Text: "the zone does not register these letters"}
	ErrNameBlocked   = &Fault{Code: 2308, Reason: "name-blocked", Text: "the name is blocked"}
	ErrReserved      = &Fault{Code: 2306, Reason: "name-reserved", Text: "the name is reserved"}
	ErrProtected     = &Fault{Code: 2306, Reason: "name-protected", Text: "name servers or services of others are at or below the name"}
	ErrTLD           = &Fault{Code: 2306, Reason: "tld-unknown", Text: "this registry does not sell names there"}
	ErrTerm          = &Fault{Code: 2306, Reason: "term-policy", Text: "this period is not offered"}
	ErrHorizon       = &Fault{Code: 2105, Reason: "horizon", Text: "the registration would reach too far ahead"}
	ErrRenewEarly    = &Fault{Code: 2105, Reason: "renew-early", Text: "it is too early to renew"}
	ErrExpiryDate    = &Fault{Code: 2306, Reason: "expiry-date", Text: "the given expiry date is not the current one"}
	ErrExists        = &Fault{Code: 2302, Reason: "there", Text: "what was to be added is there already"}
	ErrNotAssociated = &Fault{Code: 2303, Reason: "not-there", Text: "what was to be removed is not there"}
	ErrUnsupported   = &Fault{Code: 2306, Reason: "unsupported", Text: "the zone's policy does not allow this"}

	// Domains.
	ErrNameTaken        = &Fault{Code: 2302, Reason: "name-taken", Text: "the name is registered"}
	ErrNoName           = &Fault{Code: 2303, Reason: "name-absent", Text: "the name is not registered"}
	ErrNotYours         = &Fault{Code: 2201, Reason: "not-yours", Text: "the object is somebody else's"}
	ErrStatus           = &Fault{Code: 2304, Reason: "status", Text: "the object's status forbids this"}
	ErrNotRedeemable    = &Fault{Code: 2304, Reason: "not-redeemable", Text: "the name is not in redemption"}
	ErrAuthInfo         = &Fault{Code: 2202, Reason: "authinfo", Text: "the authorization information is wrong"}
	ErrWeakAuth         = &Fault{Code: 2306, Reason: "authinfo-weak", Text: "the authorization information could be guessed"}
	ErrNoTransfer       = &Fault{Code: 2301, Reason: "transfer-absent", Text: "no transfer is pending"}
	ErrTransferPending  = &Fault{Code: 2300, Reason: "transfer-pending", Text: "a transfer is pending"}
	ErrAlreadySponsor   = &Fault{Code: 2002, Reason: "own-already", Text: "the object is already yours"}
	ErrNSCount          = &Fault{Code: 2308, Reason: "ns-count", Text: "the zone wants another number of name servers"}
	ErrNSDuplicate      = &Fault{Code: 2306, Reason: "ns-twice", Text: "a name server is given twice"}
	ErrGlue             = &Fault{Code: 2306, Reason: "glue", Text: "a name server below the name needs an address, and no other may have one"}
	ErrContactCount     = &Fault{Code: 2306, Reason: "contact-count", Text: "the zone permits fewer contacts in this role"}
	ErrContactRequired  = &Fault{Code: 2306, Reason: "contact-required", Text: "the zone requires more contacts in this role"}
	ErrContactDuplicate = &Fault{Code: 2306, Reason: "contact-twice", Text: "a contact is given twice"}
	ErrDNSSEC           = &Fault{Code: 2306, Reason: "dnssec", Text: "the DNSSEC data is not acceptable"}
	ErrForward          = &Fault{Code: 2005, Reason: "forward", Text: "a name forwards to an http or https address"}
	ErrStatusClient     = &Fault{Code: 2306, Reason: "status-client", Text: "this status is not the client's to set"}
	ErrExclusive        = &Fault{Code: 2306, Reason: "alone", Text: "this change and the others of the request are made one at a time"}
	ErrLocked           = &Fault{Code: 2304, Reason: "locked", Text: "the name cannot be locked now"}
	ErrNotLocked        = &Fault{Code: 2304, Reason: "not-locked", Text: "the name is not locked"}
	ErrForced           = &Fault{Code: 2304, Reason: "forced", Text: "the registry is deleting the name already"}
	ErrNotForced        = &Fault{Code: 2304, Reason: "not-forced", Text: "the registry is not deleting the name"}
	ErrNoConfirmation   = &Fault{Code: 2303, Reason: "confirmation-absent", Text: "nothing waits for this confirmation"}
	ErrNotEligible      = &Fault{Code: 2106, Reason: "not-eligible", Text: "the object cannot be transferred any more"}
	ErrPendingState     = &Fault{Code: 2304, Reason: "pending", Text: "an earlier change still waits for its confirmation"}

	// Contacts and hosts.
	ErrNoContact        = &Fault{Code: 2303, Reason: "contact-absent", Text: "the contact does not exist"}
	ErrContactTaken     = &Fault{Code: 2302, Reason: "contact-taken", Text: "the contact exists already"}
	ErrContactData      = &Fault{Code: 2306, Reason: "contact-data", Text: "the zone does not accept the contact's data"}
	ErrContactImmutable = &Fault{Code: 2306, Reason: "contact-fixed", Text: "this cannot be changed on a registrant"}
	ErrNoHost           = &Fault{Code: 2303, Reason: "host-absent", Text: "the host does not exist"}
	ErrHostTaken        = &Fault{Code: 2302, Reason: "host-taken", Text: "the host exists already"}
	ErrLinked           = &Fault{Code: 2305, Reason: "linked", Text: "other objects use this one"}

	// Hosted zones and preorders.
	ErrNoRecord      = &Fault{Code: 2303, Reason: "record-absent", Text: "the record does not exist"}
	ErrRecord        = &Fault{Code: 2005, Reason: "record", Text: "the value does not suit the record's type"}
	ErrCNAMEConflict = &Fault{Code: 2306, Reason: "record-beside", Text: "a CNAME stands alone at its name"}
	ErrRecordTaken   = &Fault{Code: 2302, Reason: "record-taken", Text: "the record exists already"}
	ErrRecordCount   = &Fault{Code: 2306, Reason: "record-count", Text: "the zone is full"}
	ErrPrerequisite  = &Fault{Code: 2306, Reason: "prerequisite", Text: "the zone is not as the update wants it"}
	ErrNoKey         = &Fault{Code: 2303, Reason: "key-absent", Text: "the key does not exist"}
	ErrPreordered    = &Fault{Code: 2302, Reason: "preordered", Text: "the account has preordered the name"}
	ErrNameAvailable = &Fault{Code: 2306, Reason: "name-free", Text: "the name is free: register it"}
	ErrNoPreorder    = &Fault{Code: 2303, Reason: "preorder-absent", Text: "the preorder does not exist"}

	// Parties, messages and money.
	ErrNoAccount         = &Fault{Code: 2303, Reason: "account-absent", Text: "the account does not exist"}
	ErrNoRegistrar       = &Fault{Code: 2303, Reason: "registrar-absent", Text: "the registrar does not exist"}
	ErrNoUser            = &Fault{Code: 2303, Reason: "user-absent", Text: "the user does not exist"}
	ErrTaken             = &Fault{Code: 2302, Reason: "taken", Text: "the identifier is taken"}
	ErrNoMessage         = &Fault{Code: 2303, Reason: "message-absent", Text: "the message does not exist"}
	ErrLowBalance        = &Fault{Code: 2104, Reason: "low-balance", Text: "the balance does not cover this"}
	ErrLowDeposit        = &Fault{Code: 2104, Reason: "low-deposit", Text: "the registrar's deposit does not cover this"}
	ErrFee               = &Fault{Code: 2004, Reason: "fee", Text: "the fee agreed to is less than what this costs"}
	ErrNoPrice           = &Fault{Code: 2104, Reason: "no-price", Text: "this has no price here"}
	ErrNoInvoice         = &Fault{Code: 2303, Reason: "invoice-absent", Text: "the invoice does not exist"}
	ErrInvoiceClosed     = &Fault{Code: 2304, Reason: "invoice-closed", Text: "the invoice is paid or cancelled"}
	ErrTooMany           = &Fault{Code: 2306, Reason: "too-many", Text: "there are too many already"}
	ErrLastSuper         = &Fault{Code: 2305, Reason: "last-super", Text: "a registrar keeps a user with the role super"}
	ErrNoCert            = &Fault{Code: 2303, Reason: "certificate-absent", Text: "the certificate does not exist"}
	ErrNoAuthority       = &Fault{Code: 2400, Reason: "authority-absent", Text: "this registry signs no certificates"}
	ErrCertRequest       = &Fault{Code: 2005, Reason: "certificate-request", Text: "this is not a certificate signing request"}
	ErrCertSubject       = &Fault{Code: 2306, Reason: "certificate-subject", Text: "the certificate's CN is not the user's"}
	ErrCertKey           = &Fault{Code: 2306, Reason: "certificate-key", Text: "the certificate's key is too weak"}
	ErrVerificationState = &Fault{Code: 2304, Reason: "identity", Text: "the identity check has not come that far"}
	ErrNotVerified       = &Fault{Code: 2303, Reason: "proof-absent", Text: "the identity was not proved"}
	ErrNoAccess          = &Fault{Code: 2303, Reason: "access-absent", Text: "the address is not on the list"}
	ErrOwnAccess         = &Fault{Code: 2306, Reason: "own-access", Text: "this would cut off the user who asks for it"}
	ErrCommandFailed     = &Fault{Code: 2400, Reason: "internal", Text: "the command failed"}
)

// Faults returns every fault, for the tables and documents of the frontends.
func Faults() []*Fault {
	return []*Fault{
		ErrLogin, ErrTokenMissing, ErrTokenUnknown, ErrTokenExpired, ErrTokenRetired, ErrScope, ErrRole, ErrAddress, ErrSuspended, ErrPassword, ErrBusy,
		ErrUnreadable, ErrMissing, ErrSyntax, ErrType, ErrRange, ErrNameSyntax, ErrNameLength, ErrNameLetters, ErrNameBlocked, ErrReserved, ErrProtected,
		ErrTLD, ErrTerm, ErrHorizon, ErrRenewEarly, ErrExpiryDate, ErrExists, ErrNotAssociated, ErrUnsupported,
		ErrNameTaken, ErrNoName, ErrNotYours, ErrStatus, ErrNotRedeemable, ErrAuthInfo, ErrWeakAuth, ErrNoTransfer, ErrTransferPending, ErrAlreadySponsor,
		ErrNSCount, ErrNSDuplicate, ErrGlue, ErrContactCount, ErrContactRequired, ErrContactDuplicate, ErrDNSSEC, ErrForward, ErrStatusClient, ErrExclusive, ErrPendingState,
		ErrLocked, ErrNotLocked, ErrForced, ErrNotForced, ErrNoConfirmation, ErrNotEligible,
		ErrNoContact, ErrContactTaken, ErrContactData, ErrContactImmutable, ErrNoHost, ErrHostTaken, ErrLinked,
		ErrNoRecord, ErrRecord, ErrCNAMEConflict, ErrRecordTaken, ErrRecordCount, ErrPrerequisite, ErrNoKey, ErrPreordered, ErrNameAvailable, ErrNoPreorder,
		ErrNoAccount, ErrNoRegistrar, ErrNoUser, ErrTaken, ErrNoMessage, ErrLowBalance, ErrLowDeposit, ErrFee, ErrNoPrice, ErrCommandFailed,
		ErrNoInvoice, ErrInvoiceClosed, ErrTooMany, ErrLastSuper, ErrNoCert, ErrNoAuthority, ErrCertRequest, ErrCertSubject, ErrCertKey, ErrNoAccess, ErrOwnAccess, ErrVerificationState, ErrNotVerified,
	}
}
