package epp

import (
	"iter"
	"strings"
)

// A node is an element of a parsed document. It has text or child elements,
// never both.
type node struct {
	space, name string // namespace URI and local name
	text        string // character data; "" for an element with child elements
	attrs       []attr
	descendants []node // all descendants, in document order
}

// An attr is an attribute. space is its namespace URI, "" without a prefix.
type attr struct{ space, name, value string }

// is reports whether n has the namespace URI space and the local name name.
func (n *node) is(space, name string) bool { return n.name == name && n.space == space }

// children yields the child elements of n.
func (n *node) children() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for i := 0; i < len(n.descendants); i += 1 + len(n.descendants[i].descendants) {
			if !yield(&n.descendants[i]) {
				return
			}
		}
	}
}

// child returns the first child element with that name in the namespace of n;
// nil when there is none.
func (n *node) child(name string) *node { return n.childIn(n.space, name) }

// childIn returns the first child element with that namespace and name; nil
// when there is none.
func (n *node) childIn(space, name string) *node {
	for c := range n.children() {
		if c.is(space, name) {
			return c
		}
	}
	return nil
}

// all yields the child elements with that name in the namespace of n.
func (n *node) all(name string) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for c := range n.children() {
			if c.is(n.space, name) && !yield(c) {
				return
			}
		}
	}
}

// find returns the descendant at the path names, in the namespace of n; nil
// when there is none.
func (n *node) find(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.child(name)
	}
	return n
}

// get returns the text of the descendant at the path names; "" when there is
// none.
func (n *node) get(names ...string) string {
	if n = n.find(names...); n == nil {
		return ""
	}
	return n.text
}

// texts returns the text of each child element with that name.
func (n *node) texts(name string) (all []string) {
	for c := range n.all(name) {
		all = append(all, c.text)
	}
	return all
}

// attr returns the value of an attribute without a prefix; "" when it is absent.
func (n *node) attr(name string) string {
	value, _ := n.lookupAttr(name)
	return value
}

// lookupAttr returns the value of an attribute without a prefix, and whether it
// is present.
func (n *node) lookupAttr(name string) (string, bool) {
	for _, a := range n.attrs {
		if a.name == name && a.space == "" {
			return a.value, true
		}
	}
	return "", false
}

// allText returns the text of n and its descendants, separated by spaces, at
// most 4000 bytes. The RFC leaves the form of a report's data to the client.
func (n *node) allText() string {
	words := strings.Fields(n.text)
	for i := range n.descendants {
		words = append(words, strings.Fields(n.descendants[i].text)...)
	}
	return truncate(strings.Join(words, " "), 4000)
}

// hasValue reports whether value is the text or an attribute value of n,
// regardless of case.
func (n *node) hasValue(value string) bool {
	if strings.EqualFold(n.text, value) {
		return true
	}
	for _, a := range n.attrs {
		if strings.EqualFold(a.value, value) {
			return true
		}
	}
	return false
}
