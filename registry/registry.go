// Package registry says what a registry knows: its objects, the rules they
// obey and what time alone makes of them. It does no input or output, and it
// never asks what time it is.
package registry
