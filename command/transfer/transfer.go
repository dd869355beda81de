// Package transfer holds the use cases of transfers of domains between registrars and
// between accounts (RFC 5731 section 3.2.4).
//
// Begin with transfer_request.go. The end of a transfer, by any party or by time, is one
// function, EndTransfer of command/object; transfer_batch.go runs many requests, a hundred
// in a transaction.
package transfer
