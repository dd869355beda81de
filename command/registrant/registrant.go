// Package registrant holds the use cases of registrants: the domains and contacts of a
// person, their locks, and the confirmations that they decide on.
//
// Begin with personal_domain.go, a domain as a person with a role in it sees it, then
// personal_domains_list.go. eid_login.go creates the user of a person whom a portal has
// identified. The Registrant API calls these use cases, and the pages of confirmations
// pending_confirm.go.
package registrant
