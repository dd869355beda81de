package kifdom

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

const updateServersPattern = "PUT /name-servers/{name}"

var listServersRoute = rest.HandleQuery("GET /name-servers/{name}", "List the name servers of a name", 200, showDomain, encodeServers, rest.Doc{
	Tag:         nameServers,
	Description: "The delegation of a name: your own name servers, or KifDom's.",
	Response: serverList{sampleMeta, []server{
		{12345, "NS", "@", "ns1.kifdom.example", serverTTL}, {12346, "NS", "@", "ns2.kifdom.example", serverTTL},
	}},
	Refusals: nameSyntaxRefusals,
	Errors:   []rest.ErrorDoc{{Fault: registry.ErrNoName, Description: "The account has no such name."}},
})

type serverList struct {
	Meta meta     `json:"meta"`
	Data []server `json:"data"`
}

type server struct {
	ID    int64  `json:"id"`
	Type  string `json:"type" enum:"NS"`
	Name  string `json:"name" doc:"Always @"`
	Value string `json:"value"`
	TTL   int    `json:"ttl" doc:"Seconds"`
}

func encodeServers(all resultTotals[object.DomainDetail]) serverList {
	out := serverList{metaOf(all.Totals), []server{}}
	for _, ns := range all.Result.Domain.Nameservers {
		out.Data = append(out.Data, server{ns.ID, "NS", "@", ns.Host.String(), serverTTL})
	}
	return out
}

// The messages of PUT /name-servers come from an older version that changed one row
// by its id. That is why an unknown name is reported as a row that was not found.
var updateServersRoute = rest.Handle(updateServersPattern, "Change the name servers of a name", 200, updateServers,
	doneWithoutTotals[object.UpdateDomainResult](serversUpdated), rest.Doc{
		Tag:         nameServers,
		Description: "Replaces the name servers. An empty list selects KifDom's.",
		Request:     newServers{NS: exampleServers},
		Response:    plain{200, serversUpdated},
		Refusals: map[string]rest.Refusal{
			"name-absent": badRequest(noServers), "not-yours": badRequest(noServers), "name-syntax:name": badRequest(noServers), "unreadable:name": badRequest(noServers),
		},
		Errors: append([]rest.ErrorDoc{{Fault: registry.ErrNoName, Description: "The account has no such name."}}, serverFaults...),
	})

const serversUpdated = "Nameserver successfully updated."

type newServers struct {
	named
	NS []string `json:"ns" doc:"Name servers; empty: KifDom's" example:"[\"ns1.a.example\",\"ns2.a.example\"]"`
}

func updateServers(in newServers) command.Command[object.UpdateDomainResult] {
	return updateNameservers(string(in.Name), in.NS)
}

// updateNameservers returns the command that sets a domain's name servers; without
// hosts, the domain becomes hosted.
func updateNameservers(name string, hosts []string) object.UpdateDomain {
	if len(hosts) == 0 {
		return object.UpdateDomain{Name: name, Hosted: true}
	}
	servers := make([]object.NS, len(hosts))
	for i, host := range hosts {
		servers[i].Host = host
	}
	return object.UpdateDomain{Name: name, Nameservers: &servers, CreateHosts: true}
}

// serverFaults are the documented errors of routes that set name servers.
var serverFaults = []rest.ErrorDoc{
	{Fault: registry.ErrNameSyntax.On("ns", "-"), Description: "A name server is not a host name."},
	{Fault: registry.ErrGlue.On("ns", "ns1.a.fr"), Description: "A name server is subordinate to the name itself, and would need glue."},
	{Fault: registry.ErrNSCount.On("ns", "1"), Description: "The registry requires fewer or more name servers."},
	{Fault: registry.ErrNSDuplicate.On("ns", ""), Description: "A name server is given twice."},
	{Fault: registry.ErrStatus.On("status", ""), Description: "The name is locked, being transferred, or about to drop."},
}

var exampleServers = []string{"ns1.a.example", "ns2.a.example"}
