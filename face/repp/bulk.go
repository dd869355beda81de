package repp

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var bulkRoutes = []rest.Route{
	rest.Serve("PATCH /domains/contacts", "Replace a technical contact on all your domains", 200, replaceContact("tech"), replaceDoc("replaceTech")),
	rest.Serve("PATCH /domains/admin_contacts", "Replace an administrative contact on all your domains", 200, replaceContact("admin"), replaceDoc("replaceAdmin")),
	rest.Serve("PUT /registrar/nameservers", "Replace or add a name server on your domains", 200, replaceHost, rest.Doc{
		Tag: domains, ID: "replaceNameserver",
		Description: "With `id` it is put in that one's place, on all your names that have it or on those in `domains`; without, it is added to those in `domains`.",
		Refusals: map[string]rest.Refusal{
			"host-absent": no(404, 2303, "Object does not exist"),
			"name-syntax": no(400, 2005, "Hostname is invalid [hostname]"),
			"syntax:addr": no(400, 2005, "IP address is invalid [ip]"),
		},
	}),
}

func replaceDoc(id string) rest.Doc {
	return rest.Doc{
		Tag: domains, ID: id,
		Description: "Names whose status forbids it are skipped. An administrative contact gives way only to one with the same identity code.",
		Refusals: map[string]rest.Refusal{
			"contact-twice:new": no(400, 2304, "New contact must be different from current"),
			"contact-fixed:new": no(400, 2304, "New and current admin contacts ident data must be identical"),
			"contact-data:new":  no(400, 2304, "New contact must be valid"),
		},
	}
}

type replacement struct {
	Current string `json:"current_contact_id" doc:"Code of a contact of yours"`
	New     string `json:"new_contact_id" doc:"Code of another"`
}

type replaced struct {
	Affected []string `json:"affected_domains"`
	Skipped  []string `json:"skipped_domains"`
}

// add counts one portion in.
func (r *replaced) add(some command.Replaced) {
	r.Affected = append(r.Affected, some.Affected...)
	r.Skipped = append(r.Skipped, some.Skipped...)
}

func (r *replaced) sort() {
	slices.Sort(r.Affected)
	slices.Sort(r.Skipped)
}

func replaceContact(role string) func(*rest.Call, replacement) (answer[replaced], error) {
	return func(c *rest.Call, in replacement) (answer[replaced], error) {
		out := replaced{[]string{}, []string{}}
		replace := command.ReplaceContact{Role: role, Current: registry.ContactID(in.Current), New: registry.ContactID(in.New), For: home}
		err := portions(func(after name.Name) (command.Replaced, error) {
			replace.After = after
			return rest.Do(c, replace)
		}, &out)
		return told(out), err
	}
}

// portions does a replacement portion by portion, so that others may write
// between them.
func portions(do func(after name.Name) (command.Replaced, error), out *replaced) error {
	for after := name.Name(""); ; {
		some, err := do(after)
		if err != nil {
			return err
		}
		out.add(some)
		if after = some.Next; after == "" {
			out.sort()
			return nil
		}
	}
}

type hostReplacement struct {
	Data struct {
		Type    string    `json:"type" example:"nameserver"`
		ID      string    `json:"id,omitempty" doc:"Host name of the one to replace"`
		Domains []string  `json:"domains,omitempty" doc:"Names; at most 1000"`
		Host    givenHost `json:"attributes"`
	} `json:"data"`
}

func (in *hostReplacement) Check() error {
	if in.Data.Type != "nameserver" {
		return registry.ErrSyntax.On("type", clip(in.Data.Type))
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
	IPv4     []string `json:"ipv4"`
	IPv6     []string `json:"ipv6"`
}

func replaceHost(c *rest.Call, in hostReplacement) (answer[hostReplaced], error) {
	h := in.Data.Host
	out := hostReplaced{"nameserver", h.Hostname, attributes{h.Hostname, append([]string{}, h.IPv4...), append([]string{}, h.IPv6...)}, replaced{[]string{}, []string{}}}
	replace := command.ReplaceHost{Old: folded(in.Data.ID), New: h.server()}
	for _, n := range in.Data.Domains {
		replace.Names = append(replace.Names, folded(n))
	}
	err := portions(func(after name.Name) (command.Replaced, error) {
		replace.After = after
		return rest.Do(c, replace)
	}, &out.replaced)
	return told(out), err
}
