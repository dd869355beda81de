// Package registry defines the objects of a domain registry, the rules of a TLD and the
// lifecycle of a domain, as plain values and pure functions. It does no input or output
// and never reads the clock: the time is an argument.
//
// Begin with domain.go, the fields of a domain, and policy.go, what a TLD decides. Then
// lifecycle.go: At returns a domain as time alone has made it. domain_change.go has the
// transitions that a command makes (Renew, Delete, Restore, RequestTransfer), fault.go
// every refusal. All other packages import this one.
package registry
