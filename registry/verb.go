package registry

// Verb is what a change, a transition or a message says was done to an object.
type Verb string

// The verbs of objects of any kind.
const (
	VerbCreate          Verb = "create"
	VerbUpdate          Verb = "update"
	VerbDelete          Verb = "delete"
	VerbTransferRequest Verb = "transfer-request"
	VerbTransfer        Verb = "transfer"
	VerbTransferCancel  Verb = "transfer-cancel" // a transfer was rejected or cancelled
)

// The verbs of a domain's commands.
const (
	VerbRenew             Verb = "renew"
	VerbUpgrade           Verb = "upgrade" // from PlanFree to PlanPaid
	VerbRestore           Verb = "restore"
	VerbReport            Verb = "report" // of a restore
	VerbForce             Verb = "force"  // a forced deletion was ordered
	VerbForceCancel       Verb = "pardon" // a forced deletion was cancelled
	VerbLock              Verb = "lock"
	VerbUnlock            Verb = "unlock"
	VerbUpdateRequest     Verb = "update-request" // awaits the registrant's confirmation
	VerbDeleteRequest     Verb = "delete-request" // likewise
	VerbConfirm           Verb = "confirm"
	VerbReject            Verb = "reject"
	VerbServerCheck       Verb = "server-check" // the name servers were asked
	VerbContactNameUpdate Verb = "bulk_update"  // a registrant updated the names of its contacts
)

// The verbs of a domain's transitions, which time brings.
const (
	VerbAutoRenew      Verb = "autorenew"
	VerbExpire         Verb = "expire"
	VerbOutzone        Verb = "outzone"
	VerbRedeem         Verb = "redeem"
	VerbUnrestore      Verb = "unrestore" // no restore report came
	VerbDrop           Verb = "drop"      // redemption ended
	VerbRelease        Verb = "release"
	VerbUnconfirmed    Verb = "unconfirmed" // the registrant did not confirm in time
	VerbForceStart     Verb = "force-start"
	VerbServersMissing Verb = "servers-missing" // the name servers did not answer for the domain in time
	VerbHold           Verb = "hold"
	VerbForceDelete    Verb = "force-delete"
)

// The verbs of hosts.
const (
	VerbRename      Verb = "rename"
	VerbHostRenamed Verb = "host-renamed" // of a domain, one of whose name servers was renamed
	VerbHostLost    Verb = "host-lost"    // of a domain, one of whose name servers was deleted
)

// The verbs of registrars, users, certificates, invoices and preorders.
const (
	VerbAccess          Verb = "access" // the address list was changed
	VerbReload          Verb = "reload" // automatic invoices were set, or one was issued
	VerbLowBalance      Verb = "low-balance"
	VerbAccredit        Verb = "accredit"
	VerbPassword        Verb = "password"
	VerbCertificate     Verb = "certificate" // a user got or lost a certificate
	VerbLogout          Verb = "logout"
	VerbRevoke          Verb = "revoke"
	VerbPay             Verb = "pay"
	VerbSend            Verb = "send"
	VerbCancel          Verb = "cancel"
	VerbAskIdentity     Verb = "ask-identity"
	VerbAnswerIdentity  Verb = "answer-identity"
	VerbApproveIdentity Verb = "approve-identity"
	VerbRejectIdentity  Verb = "reject-identity"
)
