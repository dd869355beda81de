// Package contact holds the use cases of contacts (RFC 5733) and their
// transfers.
package contact
