// Package transfer holds the use cases of transfers of domains between
// registrars and between accounts.
package transfer
