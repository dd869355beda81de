// Package host holds the use cases of hosts, which are name servers as objects (RFC
// 5732).
//
// Begin with host_create.go. A change of a host's name or addresses reaches the zones
// through the change log.
package host
