// Package host holds the use cases of hosts (RFC 5732).
package host
