// Package registry defines the objects of a domain registry, the rules of a TLD
// and the lifecycle of a domain, as plain values and pure functions. It does no
// input or output and never reads the clock: the time is an argument.
package registry
