package eppxml

import "fmt"

// An Error says why a document is not accepted, with the result code that a
// server answers (RFC 5730 section 3).
type Error struct {
	Code    Code
	Reason  string
	Node    *Node  // the element at fault; nil: none
	Missing string // name of the child element of Node that is missing; "": none
}

// Error returns the result code and the reason.
func (e *Error) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Reason) }

// withNode returns a copy of e about the element n.
func (e *Error) withNode(n *Node) *Error {
	about := *e
	about.Node = n
	return &about
}

// Missing returns a 2003: the child element name of n is absent.
func Missing(n *Node, name string) error {
	return &Error{Code: 2003, Reason: name + " is missing", Node: n, Missing: name}
}

// Unexpected returns a 2001: n is not allowed where it stands.
func Unexpected(n *Node) error {
	return &Error{Code: 2001, Reason: n.Name + " is not expected here", Node: n}
}
