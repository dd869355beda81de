package eppxml

import (
	"iter"
	"strings"
)

// A Node is an element of a parsed document.
type Node struct {
	Space, Name string // namespace URI and local name
	Text        string // character data, joined; "" for white space between child elements
	Attrs       []Attr
	Descendants []Node // all descendants, in document order
}

// An Attr is an attribute. Space is its namespace URI, "" without a prefix.
type Attr struct{ Space, Name, Value string }

// Is reports whether n has the namespace URI space and the local name name.
func (n *Node) Is(space, name string) bool { return n.Name == name && n.Space == space }

// Children yields the child elements of n.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for i := 0; i < len(n.Descendants); i += 1 + len(n.Descendants[i].Descendants) {
			if !yield(&n.Descendants[i]) {
				return
			}
		}
	}
}

// Child returns the first child element with that name in the namespace of n;
// nil when there is none.
func (n *Node) Child(name string) *Node { return n.ChildIn(n.Space, name) }

// ChildIn returns the first child element with that namespace and name; nil
// when there is none.
func (n *Node) ChildIn(space, name string) *Node {
	for c := range n.Children() {
		if c.Is(space, name) {
			return c
		}
	}
	return nil
}

// All yields the child elements with that name in the namespace of n.
func (n *Node) All(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for c := range n.Children() {
			if c.Is(n.Space, name) && !yield(c) {
				return
			}
		}
	}
}

// Find returns the descendant at the path names, in the namespace of n; nil
// when there is none.
func (n *Node) Find(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.Child(name)
	}
	return n
}

// Get returns the text of the descendant at the path names; "" when there is
// none.
func (n *Node) Get(names ...string) string {
	if n = n.Find(names...); n == nil {
		return ""
	}
	return n.Text
}

// Texts returns the text of each child element with that name.
func (n *Node) Texts(name string) (all []string) {
	for c := range n.All(name) {
		all = append(all, c.Text)
	}
	return all
}

// Attr returns the value of an attribute without a prefix; "" when it is absent.
func (n *Node) Attr(name string) string {
	value, _ := n.LookupAttr(name)
	return value
}

// LookupAttr returns the value of an attribute without a prefix, and whether it
// is present.
func (n *Node) LookupAttr(name string) (string, bool) {
	for _, a := range n.Attrs {
		if a.Name == name && a.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// HasValue reports whether value is the text or an attribute value of n,
// regardless of case.
func (n *Node) HasValue(value string) bool {
	if strings.EqualFold(n.Text, value) {
		return true
	}
	for _, a := range n.Attrs {
		if strings.EqualFold(a.Value, value) {
			return true
		}
	}
	return false
}
