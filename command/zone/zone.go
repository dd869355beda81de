// Package zone holds the use cases of hosted DNS zones: records, zone files, TSIG keys and
// signed updates (RFC 2136).
//
// Begin with record_create.go. What an UPDATE requires and changes is decided in package
// registry; frontend/dns receives it, and the program hands it to this package.
package zone
