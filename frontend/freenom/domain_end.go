package freenom

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var deleteRoute = rest.Handle("DELETE /domain/delete", "Delete a name", 200, remove, encodeRemoved, rest.Doc{
	Tag: domains,
	Description: "Deletes a name. It stays in the account as CANCELLED and can be restored for thirty days, but others can register it at once. " +
		"PENDING: the registrant has to confirm the deletion first.",
	Request:  exampleNamed,
	Response: domainAnswer[done]{[]done{{"TEST002.TK", "DELETED"}}, "DOMAIN DELETED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrStatus, Description: "The name was deleted already, or a transfer is pending."},
		{Fault: registry.ErrLinked.On("host", ""), Description: "Other names use a name server below it."},
	},
})

func remove(in named) command.Command[registry.Domain] {
	return object.DeleteDomain{Name: in.Domain}
}

func encodeRemoved(d registry.Domain) domainAnswer[done] {
	if d.Pending != nil {
		return domainAnswer[done]{[]done{{upper(d.Name), pendingStatus}}, "DOMAIN DELETION PENDING", ok}
	}
	return domainAnswer[done]{[]done{{upper(d.Name), "DELETED"}}, "DOMAIN DELETED", ok}
}

var restoreRoute = rest.Handle("POST /domain/restore", "Restore a name", 200, restore, encodeRestored, rest.Doc{
	Tag: domains,
	Description: "Restores a name that was deleted or has expired, if it has not been registered again since. An expired PAID name is renewed for a " +
		"year, and a FREE one for three months.",
	Request:  exampleNamed,
	Response: domainAnswer[revivedDomain]{[]revivedDomain{{"TEST002.TK", "RESTORED", "RESTORED"}}, "DOMAIN RESTORED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name any more."},
		{Fault: registry.ErrNotRedeemable, Description: "The name is not CANCELLED."},
		{Fault: registry.ErrLowBalance, Description: "The account cannot pay."},
	},
})

func restore(in named) command.Command[object.Registration] {
	return object.RestoreDomain{Name: in.Domain}
}

// A revivedDomain is a name that was restored or upgraded. It has the same value in result
// and status, because the manual's example has the one and its table the other
// (docs/contracts/freenom.md, F-e).
type revivedDomain struct {
	Domain string `json:"domainname"`
	Result string `json:"result"`
	Status string `json:"status"`
}

func encodeRestored(r object.Registration) domainAnswer[revivedDomain] {
	return domainAnswer[revivedDomain]{[]revivedDomain{{upper(r.Domain.Name), "RESTORED", "RESTORED"}}, "DOMAIN RESTORED", ok}
}
