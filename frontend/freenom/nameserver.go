package freenom

import (
	"cmp"
	"fmt"
	"net/netip"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var putGlueRoute = rest.Handle("PUT /nameserver/register", "Register or change a glue record", 200, putGlue, encodeGlue, rest.Doc{
	Tag:         nameservers,
	Description: "Sets the address of a name server below a name of the account; it replaces any other address.",
	Request:     glueChange{glueKey{"test002.tk", "ns1.test002.tk"}, "192.0.2.1"},
	Response:    serverAnswer{[]glue{{"TEST002.TK", "NS1.TEST002.TK", "192.0.2.1", "REGISTERED"}}, "NAMESERVER REGISTERED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrGlue.On("host", ""), Description: "`hostname` is not below the name."},
		{Fault: registry.ErrStatus, Description: "The name was deleted, is locked, or a transfer is pending."},
		{Fault: registry.ErrSyntax.On("addr", ""), Description: "`ipaddress` is not an IP address, or a private one."},
	},
})

type glueKey struct {
	Domain string `json:"domainname" required:"true" doc:"The name" example:"test002.tk"`
	Host   string `json:"hostname" required:"true" doc:"The name server, below the name" example:"ns1.test002.tk"`
}

func (in glueKey) check() error {
	return cmp.Or(checkName("domainname", in.Domain), checkHostname("hostname", in.Host))
}

type glueChange struct {
	glueKey
	Address string `json:"ipaddress" required:"true" doc:"IPv4 or IPv6" example:"192.0.2.1"`
}

func (in *glueChange) Check() error {
	if err := cmp.Or(in.check(), checkPresent("ipaddress", in.Address)); err != nil {
		return err
	}
	if _, err := netip.ParseAddr(in.Address); err != nil {
		return invalid("ipaddress", "")
	}
	return nil
}

func putGlue(in glueChange) command.Command[object.GlueResult] {
	return object.SetGlue{Domain: in.Domain, Host: in.Host, Addrs: []string{in.Address}}
}

// A glue is a glue record in responses.
type glue struct {
	Domain  string `json:"domainname"`
	Host    string `json:"hostname"`
	Address string `json:"ipaddress,omitempty"`
	Status  string `json:"status,omitempty" enum:"REGISTERED,UPDATED,DELETED"`
}

// A serverAnswer is the response of functions about glue.
type serverAnswer struct {
	Servers []glue `json:"nameserver"`
	Result  string `json:"result"`
	Status  string `json:"status" example:"OK"`
}

func encodeGlue(g object.GlueResult) serverAnswer {
	status := "REGISTERED"
	if g.HadAddrs {
		status = "UPDATED"
	}
	list := glueRecords(g.Host)
	for i := range list {
		list[i].Status = status
	}
	return serverAnswer{list, "NAMESERVER " + status, ok}
}

// glueRecords returns one record per address of a host.
func glueRecords(h registry.Host) (list []glue) {
	for _, a := range h.Addrs {
		list = append(list, glue{Domain: upper(h.Parent), Host: upper(h.Name), Address: a.String()})
	}
	return list
}

var deleteGlueRoute = rest.Handle("DELETE /nameserver/delete", "Delete a glue record", 200, deleteGlue, encodeDropped, rest.Doc{
	Tag:         nameservers,
	Description: "Deletes a glue record that no delegation uses.",
	Request:     glueDeletion{glueKey{"test002.tk", "ns1.test002.tk"}},
	Response:    serverAnswer{[]glue{{Domain: "TEST002.TK", Host: "NS1.TEST002.TK", Status: "DELETED"}}, "NAMESERVER DELETED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."},
		{Fault: registry.ErrNoHost.On("host", ""), Description: "There is no such glue record."},
		{Fault: registry.ErrStatus, Description: "The name was deleted, is locked, or a transfer is pending."},
		{Fault: registry.ErrLinked.On("host", ""), Description: "A name is delegated to the name server."},
	},
})

type glueDeletion struct {
	glueKey
}

func (in *glueDeletion) Check() error { return in.check() }

func deleteGlue(in glueDeletion) command.Command[registry.Host] {
	return object.DeleteGlue{Domain: in.Domain, Host: in.Host}
}

func encodeDropped(h registry.Host) serverAnswer {
	return serverAnswer{[]glue{{Domain: upper(h.Parent), Host: upper(h.Name), Status: "DELETED"}}, "NAMESERVER DELETED", ok}
}

var listGlueRoute = rest.HandleQuery("GET /nameserver/list", "List the glue records of a name", 200, listGlue, encodeGlueList, rest.Doc{
	Tag:         nameservers,
	Description: "The glue records of a name of the account.",
	Response: serverAnswer{[]glue{
		{Domain: "TEST002.TK", Host: "NS1.TEST002.TK", Address: "192.0.2.1"}, {Domain: "TEST002.TK", Host: "NS2.TEST002.TK", Address: "192.0.2.2"},
	}, "2 ENTRIES", ok},
	Errors: []rest.ErrorDoc{{Fault: registry.ErrNoName.On("name", ""), Description: "The account has no such name."}},
})

func listGlue(in named) command.Query[[]registry.Host] {
	n, _ := name.ParseLookup(in.Domain) // Check has validated it
	return host.ListHosts{Below: n}
}

func encodeGlueList(hosts []registry.Host) serverAnswer {
	list := []glue{}
	for _, h := range hosts {
		list = append(list, glueRecords(h)...)
	}
	return serverAnswer{list, fmt.Sprintf("%d ENTRIES", len(list)), ok}
}
