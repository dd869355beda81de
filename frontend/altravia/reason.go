package altravia

import (
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// reasonNumbers are the registry's numbers of extended reasons, by "reason:field" or by
// "reason" of a fault (docs/contracts/altravia.md section 2.3).
var reasonNumbers = map[string]int{
	"missing": 4003, "syntax": 4003, "type": 4003, "range": 4003, "unreadable": 4003, "internal": 4000,
	"missing:email": 8019, "missing:voice": 8022, "missing:entitytype": 8023, "missing:nationality": 8025, "missing:regcode": 8026,
	"missing:name": 8034, "missing:org": 8035, "missing:street": 8037, "missing:city": 8039, "missing:province": 8040, "missing:sp": 8040,
	"missing:postalcode": 8041, "missing:countrycode": 8042, "missing:cc": 8042,
	"syntax:email": 8018, "syntax:voice": 8053, "syntax:fax": 8054, "syntax:id": 8001, "range:entitytype": 8024, "range:authInfo": 9049,
	"missing:registrant": 9016, "missing:body": 8004, "name-syntax:ns": 7001,

	"low-balance": 5055, "low-deposit": 5055, "busy": 5050, "role": 6001, "not-yours": 6001, "unsupported": 6001,

	"linked": 8005, "contact-absent": 9003, "contact-taken": 8058, "contact-fixed": 8056, "contact-fixed:org": 8044, "contact-fixed:cc": 8045,
	"contact-fixed:name": 8043, "contact-data": 8033, "contact-data:regcode": 8027, "contact-data:voice": 8053, "contact-data:sp": 8049,
	"contact-data:cc": 8048, "contact-data:nationality": 8051, "contact-data:entitytype": 8024, "contact-data:org": 8057,
	"contact-data:consent": 8028, "contact-data:admin": 8029,

	"name-syntax": 9007, "name-length": 9007, "name-letters": 9007, "tld-unknown": 9008, "name-taken": 9017, "name-absent": 9036,
	"name-reserved": 9021, "name-protected": 9021, "name-blocked": 9043, "term-policy": 9052,
	"authinfo": 9002, "authinfo-weak": 9049, "own-already": 9018, "transfer-absent": 9054, "transfer-pending": 9060, "pending": 9059,
	"status": 9066, "not-redeemable": 9055, "status-client": 9030, "there": 9034, "not-there": 9035, "alone": 9041,
	"there:admin": 9028, "there:tech": 9028, "not-there:admin": 9029, "not-there:tech": 9029, "there:status": 9032, "not-there:status": 9033,
	"ns-count": 9005, "ns-count:max": 9006, "ns-twice": 9004, "glue": 9048, "host-absent": 7001,
	"contact-required": 9013, "contact-required:admin": 9010, "contact-count": 9015, "contact-count:admin": 9012, "contact-twice": 9037,
}

// statusNumbers are the numbers of ErrStatus, by the status in its value.
var statusNumbers = map[string]int{
	"transferProhibited": 9022, "deleteProhibited": 9024, "updateProhibited": 9026, "pendingTransfer": 9060, "pendingDelete": 9066,
}

// otherReason is the number of a fault without one of the registry's.
const otherReason = 4001

// reasonNumber returns the number of the registry's extended reason that is nearest to f.
func reasonNumber(f *registry.Fault) int {
	if f.Reason == registry.ErrStatus.Reason {
		if n, ok := statusNumbers[f.Value]; ok {
			return n
		}
	}
	if n, ok := reasonNumbers[f.Reason+":"+f.Field]; ok {
		return n
	}
	if n, ok := reasonNumbers[f.Reason]; ok {
		return n
	}
	return otherReason
}

// reasonText returns the extended reason of f: its number in quotes, its text and value.
func reasonText(f *registry.Fault) string {
	text := fmt.Sprintf("'%d': %s", reasonNumber(f), strings.ToUpper(f.Text[:1])+f.Text[1:])
	if f.Value != "" && f.Reason != registry.ErrLowDeposit.Reason { // customers must not see the storefront's deposit
		text += " (" + f.Value + ")"
	}
	return text
}
