// Package registrar holds the use cases of a registrar's own affairs: accreditation,
// accounts, profile, poll messages, verification of identities, and reports.
//
// Begin with registrar_create.go, which operators call; the files named message*.go are
// the queue that EPP polls and REPP lists.
package registrar
