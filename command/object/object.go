// Package object holds the use cases of provisioned objects: domains, contacts,
// hosts, their transfers, preorders, and what time does to them. Each file is
// one command or query, named after it.
package object
