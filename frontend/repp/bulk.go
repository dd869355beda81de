package repp

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var bulkRoutes = []rest.Route{
	rest.HandleFunc("PATCH /domains/contacts", "Replace a technical contact on all your domains", 200, replaceContact(registry.ContactTech), replaceDoc("replaceTech")),
	rest.HandleFunc("PATCH /domains/admin_contacts", "Replace an administrative contact on all your domains", 200, replaceContact(registry.ContactAdmin), replaceDoc("replaceAdmin")),
	rest.HandleFunc("PUT /registrar/nameservers", "Replace or add a name server on your domains", 200, replaceHost, rest.Doc{
		Tag: domains, ID: "replaceNameserver",
		Description: "With `id` it replaces that name server, on all your domains that have it or on those in `domains`; without `id` it is added to those in `domains`.",
		Refusals: map[string]rest.Refusal{
			"host-absent": refusal(404, 2303, "Object does not exist"),
			"name-syntax": refusal(400, 2005, "Hostname is invalid [hostname]"),
			"syntax:addr": refusal(400, 2005, "IP address is invalid [ip]"),
		},
	}),
}

func replaceDoc(id string) rest.Doc {
	return rest.Doc{
		Tag: domains, ID: id,
		Description: "Domains whose status prohibits it are skipped. An administrative contact can be replaced only by one with the same identity code.",
		Refusals: map[string]rest.Refusal{
			"contact-twice:new": refusal(400, 2304, "New contact must be different from current"),
			"contact-fixed:new": refusal(400, 2304, "New and current admin contacts ident data must be identical"),
			"contact-data:new":  refusal(400, 2304, "New contact must be valid"),
		},
	}
}

type replacement struct {
	Current string `json:"current_contact_id" doc:"Code of one of your contacts"`
	New     string `json:"new_contact_id" doc:"Code of another of your contacts"`
}

type replaced struct {
	Affected []string `json:"affected_domains"`
	Skipped  []string `json:"skipped_domains"`
}

// add appends the result of one batch.
func (r *replaced) add(batch object.ReplaceResult) {
	r.Affected = append(r.Affected, batch.Affected...)
	r.Skipped = append(r.Skipped, batch.Skipped...)
}

func (r *replaced) sort() {
	slices.Sort(r.Affected)
	slices.Sort(r.Skipped)
}

func replaceContact(role registry.ContactRole) func(*rest.Call, replacement) (answer[replaced], error) {
	return func(c *rest.Call, in replacement) (answer[replaced], error) {
		out := replaced{[]string{}, []string{}}
		replace := object.ReplaceContact{Role: role, Current: registry.ContactID(in.Current), New: registry.ContactID(in.New), TLD: contactTLD}
		err := runBatches(func(after name.Name) (object.ReplaceResult, error) {
			replace.After = after
			return rest.Do(c, replace)
		}, &out)
		return success(out), err
	}
}

// runBatches calls do for one batch of domains after another, each in its own
// transaction, so that a long replacement does not block other writers.
func runBatches(do func(after name.Name) (object.ReplaceResult, error), out *replaced) error {
	for after := name.Name(""); ; {
		batch, err := do(after)
		if err != nil {
			return err
		}
		out.add(batch)
		if after = batch.Next; after == "" {
			out.sort()
			return nil
		}
	}
}

type hostReplacement struct {
	Data struct {
		Type    string    `json:"type" example:"nameserver"`
		ID      string    `json:"id,omitempty" doc:"Host name of the name server to replace"`
		Domains []string  `json:"domains,omitempty" doc:"Domain names; at most 1000"`
		Host    givenHost `json:"attributes"`
	} `json:"data"`
}

func (in *hostReplacement) Check() error {
	if in.Data.Type != "nameserver" {
		return registry.ErrSyntax.On("type", registry.Truncate(in.Data.Type))
	}
	return in.Data.Host.check()
}

type hostReplaced struct {
	Type string     `json:"type" example:"nameserver"`
	ID   string     `json:"id"`
	Host attributes `json:"attributes"`
	replaced
}

type attributes struct {
	Hostname string   `json:"hostname"`
	IPv4     []string `json:"ipv4,omitzero" doc:"As given; absent if it was not"`
	IPv6     []string `json:"ipv6,omitzero"`
}

func replaceHost(c *rest.Call, in hostReplacement) (answer[hostReplaced], error) {
	h := in.Data.Host
	host := normalizeName(h.Hostname)
	out := hostReplaced{"nameserver", host, attributes{host, h.IPv4, h.IPv6}, replaced{[]string{}, []string{}}}
	replace := object.ReplaceHost{Old: normalizeName(in.Data.ID), New: h.nameserver()}
	for _, n := range in.Data.Domains {
		replace.Names = append(replace.Names, normalizeName(n))
	}
	err := runBatches(func(after name.Name) (object.ReplaceResult, error) {
		replace.After = after
		return rest.Do(c, replace)
	}, &out.replaced)
	return success(out), err
}
