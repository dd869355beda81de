// Package zone holds the use cases of hosted DNS zones: records, TSIG keys and
// signed updates (RFC 2136).
package zone
