// Package contact holds the use cases of contacts (RFC 5733) and their transfers.
//
// Begin with contact_create.go; contact_load.go finds a contact for the actor. The EPP
// mapping of contacts and the REST dialects call these use cases, and command/object calls
// the loaders.
package contact
