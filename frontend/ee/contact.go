package ee

import "github.com/cadastre-registry/cadastre/registry"

// ContactStatuses returns the statuses of a contact: those that are set, or ok if
// none is, and linked if a domain uses it.
func ContactStatuses(c registry.Contact, linked bool) []registry.Status {
	var all []registry.Status
	for _, s := range c.Statuses {
		all = append(all, s.Status)
	}
	if len(all) == 0 {
		all = append(all, registry.OK)
	}
	if linked {
		all = append(all, registry.Linked)
	}
	return all
}
